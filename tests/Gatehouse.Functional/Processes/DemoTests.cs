using Gatehouse.Functional.Harness;

namespace Gatehouse.Functional.Processes;

public sealed class DemoTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_demo_starts_without_a_file_and_shows_each_visitor_a_page_of_their_own()
    {
        await using var demo = await EdgeProcess.StartAsync("demo", "--port", "18080", "--admin-port", "18081", "--shop-port", "19301", "--events-port", "19302");
        await demo.WaitForOutputAsync("Four things to try");
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false });

        var plain = await client.GetStringAsync(new Uri("http://127.0.0.1:18080/"), Cancel);
        var red = await HomeOfAsync(client, "ajs_user_id=red-customer");
        using var sent = await client.PostAsync(new Uri("http://127.0.0.1:18080/seg/events/t"), new StringContent("""{"event":"Hello","anonymousId":"a1"}"""), Cancel);

        Assert.Contains("data-theme=\"everyone\"", plain, StringComparison.Ordinal);
        Assert.Contains("_writeKey=", plain, StringComparison.Ordinal);
        Assert.DoesNotContain("demo-write-key", plain, StringComparison.Ordinal);
        Assert.Contains("data-theme=\"red\"", red, StringComparison.Ordinal);

        // The log has it; it is on its way.
        await WaitForEventAsync(client, "Hello");

        for (var view = 0; view < 3; view++)
        {
            using var viewed = await client.PostAsync(new Uri("http://127.0.0.1:18080/seg/events/t"), new StringContent("""{"event":"Product Viewed","anonymousId":"a2"}"""), Cancel);
            Assert.True(viewed.IsSuccessStatusCode);
        }

        await WaitForEventAsync(client, "Audience Entered");
        Assert.Contains("data-theme=\"interested\"", await HomeOfAsync(client, "ajs_anonymous_id=a2"), StringComparison.Ordinal);
    }

    private static async Task<string> HomeOfAsync(HttpClient client, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://127.0.0.1:18080/") { Headers = { { "Cookie", cookie } } };
        using var home = await client.SendAsync(request, Cancel);
        return await home.Content.ReadAsStringAsync(Cancel);
    }

    private static async Task WaitForEventAsync(HttpClient client, string name)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!(await client.GetStringAsync(new Uri("http://127.0.0.1:19302/events"), limit.Token)).Contains(name, StringComparison.Ordinal))
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
