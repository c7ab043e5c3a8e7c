using Gatehouse.Functional.Harness;

namespace Gatehouse.Functional.Processes;

/// <summary>The destination kafka in the published server, whose native library is found and bound without reflection over all of it.</summary>
public sealed class KafkaTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("none")]
    [InlineData("zstd")]
    public async Task The_natively_compiled_server_delivers_to_a_topic(string compression)
    {
        // The broker is librdkafka's own, in the same process.
        await using var site = await LocalSite.StartAsync(static _ => { });
        var arguments = EdgeArguments.For(_folder, site.Url, null, Stream("BootstrapServers=127.0.0.1:1", "Topic={site}.events", "Compression=" + compression, "Settings:test.mock.num.brokers=1"));
        await using var edge = await EdgeProcess.StartAsync(arguments);

        using var answer = await _client.PostAsync(new Uri(edge.Url + "/seg/events/t"), new StringContent("""{"event":"E","anonymousId":"a1"}"""), Cancel);
        answer.EnsureSuccessStatusCode();

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var ledger = string.Empty;
        while (!ledger.Contains("delivered", StringComparison.Ordinal))
        {
            await Task.Delay(20, limit.Token);
            (_, ledger) = await EdgeProcess.RunAsync(["ledger", .. arguments.Skip(1), "--set", "Gatehouse:Admin:Listen=" + edge.AdminUrl]);
        }

        Assert.Matches(@"shop/stream\n  delivered +1", ledger);
    }

    [Fact]
    public async Task A_check_tells_what_librdkafka_does_not_take()
    {
        var check = EdgeArguments.For(_folder, "http://127.0.0.1:1", null, Stream("BootstrapServers=127.0.0.1:1", "Topic=events", "Settings:lingr.ms=5")).Skip(1);

        var (exitCode, output) = await EdgeProcess.RunAsync(["check", .. check]);

        Assert.Equal(1, exitCode);
        Assert.Contains("No such configuration property: \"lingr.ms\"", output, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Stream(params IEnumerable<string> settings) =>
        ["Sites:shop:Destinations:stream:Type=kafka", .. settings.Select(static setting => "Sites:shop:Destinations:stream:" + setting)];
}
