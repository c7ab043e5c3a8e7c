using Gatehouse.Functional.Harness;

namespace Gatehouse.Functional.Crash;

/// <summary>What is in files of a server that is killed, or whose disk is full, while it writes them.</summary>
public sealed class FilesCrashTests(ITestOutputHelper output) : IDisposable
{
    private const int Kills = 20;
    private const int Fills = 10;
    private const int Connections = 8;

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("ndjson", "gzip")]
    [InlineData("ndjson", "zstd")]
    [InlineData("parquet", "zstd")]
    public async Task Every_event_is_in_one_whole_file_however_often_the_server_dies(string format, string compression)
    {
        output.WriteLine($"GATEHOUSE_CRASH_SEED={Draws.Seed}");
        var draws = new Draws(Draws.Seed);
        var senders = new EventSenders();
        var files = _folder.File("files");
        var arguments = Arguments(files, "Format=" + format, "Compression=" + compression);
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var edge = await EdgeProcess.StartAsync(arguments);
            using var stop = new CancellationTokenSource();
            var sending = senders.SendAsync(edge.Url, Connections, draws, stop.Token);
            await Task.Delay(20 + draws.Below(300), TestContext.Current.CancellationToken);
            await edge.KillAsync();
            await stop.CancelAsync();
            await sending;
        }

        await using var last = await EdgeProcess.StartAsync(arguments);
        await FinishAsync(senders, last, files);
    }

    [Theory]
    [InlineData("ndjson")]
    [InlineData("parquet")]
    public async Task A_disk_of_files_that_fills_up_again_and_again_holds_events_up_and_costs_none(string format)
    {
        using var disk = SmallDisk.TryMount(megabytes: 64);
        if (disk is null)
        {
            Assert.Skip("Only root may mount.");
        }

        var senders = new EventSenders();
        var files = Path.Combine(disk.Path, "files");
        await using var edge = await EdgeProcess.StartAsync(Arguments(files, "Format=" + format));
        for (var fill = 0; fill < Fills; fill++)
        {
            disk.Fill(left: fill % 3 * 4096);
            var before = Full(edge);
            await SendUntilAsync(senders, edge, () => Full(edge) > before);
            disk.Free();
            await FinishedFiles.WaitForAsync(files, senders.Acknowledged.Count);
        }

        Assert.Equal(0, senders.Refused);
        await FinishAsync(senders, edge, files);
    }

    public void Dispose() => _folder.Dispose();

    private static int Full(EdgeProcess edge) => edge.Output.Split("The disk is full.").Length;

    private static async Task SendUntilAsync(EventSenders senders, EdgeProcess edge, Func<bool> isDone)
    {
        using var stop = new CancellationTokenSource();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var sending = senders.SendAsync(edge.Url, 1, new Draws(Draws.Seed + (ulong)senders.Acknowledged.Count), stop.Token);
        try
        {
            while (!isDone())
            {
                await Task.Delay(5, limit.Token);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await sending;
        }
    }

    // Files of a few batches, and batches of a few events: as many steps as there can be.
    private List<string> Arguments(string files, params IEnumerable<string> more)
    {
        string[] settings = ["Type=files", "Folder=" + files, "RollBytes=16KB", "RollAge=1s", "Batch:Age=20ms", "Batch:Events=200", .. more];
        return EdgeArguments.For(_folder, "http://127.0.0.1:1", null, ["Log:Retain=1d", .. settings.Select(static setting => "Sites:shop:Destinations:archive:" + setting)]);
    }

    private async Task FinishAsync(EventSenders senders, EdgeProcess edge, string files)
    {
        await senders.SettleAsync(edge.Url);
        await FinishedFiles.WaitForAsync(files, senders.Acknowledged.Count);
        edge.Terminate();
        Assert.Equal(0, await edge.WaitForExitAsync());
        var stored = (await LogContents.ReadAsync(_folder.File("data"))).Ids;
        var written = FinishedFiles.Ids(files);
        output.WriteLine($"{senders.Acknowledged.Count} events acknowledged, {stored.Count} in the log, {written.Count} in files.");

        Assert.True(senders.Acknowledged.Count > Kills);
        Assert.Empty(senders.Acknowledged.Except(stored, StringComparer.Ordinal));
        Assert.Equal(stored.Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
    }
}
