using Gatehouse.Functional.Harness;

namespace Gatehouse.Functional.Processes;

public sealed class DemoTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_demo_starts_without_a_file_and_shows_the_red_customer_the_red_page()
    {
        await using var demo = await EdgeProcess.StartAsync("demo", "--port", "18080", "--admin-port", "18081", "--shop-port", "19301", "--events-port", "19302");
        await demo.WaitForOutputAsync("Three things to try");
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false });

        var plain = await client.GetStringAsync(new Uri("http://127.0.0.1:18080/"), Cancel);
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://127.0.0.1:18080/") { Headers = { { "Cookie", "ajs_user_id=red-customer" } } };
        using var red = await client.SendAsync(request, Cancel);
        using var sent = await client.PostAsync(new Uri("http://127.0.0.1:18080/seg/events/t"), new StringContent("""{"event":"Hello","anonymousId":"a1"}"""), Cancel);

        Assert.Contains("data-theme=\"everyone\"", plain, StringComparison.Ordinal);
        Assert.Contains("_writeKey=", plain, StringComparison.Ordinal);
        Assert.DoesNotContain("demo-write-key", plain, StringComparison.Ordinal);
        Assert.Contains("data-theme=\"red\"", await red.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);

        // The log has it; it is on its way.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!(await client.GetStringAsync(new Uri("http://127.0.0.1:19302/events"), limit.Token)).Contains("Hello", StringComparison.Ordinal))
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
