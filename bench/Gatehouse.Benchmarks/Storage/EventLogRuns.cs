using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Gatehouse.Diagnostics;
using Gatehouse.Events;
using Gatehouse.Storage.Log;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using EventLog = Gatehouse.Storage.Log.EventLog;

namespace Gatehouse.Benchmarks.Storage;

/// <summary>How many events a second the log takes, without HTTP in front: the disk, SQLite and the engine alone.</summary>
internal static class EventLogRuns
{
    private const int EventBytes = 739;

    /// <summary>Runs each shape for a while and prints what came out.</summary>
    public static async Task PrintAsync(string folder, int seconds)
    {
        foreach (var (callers, events) in new[] { (1, 1), (64, 1), (256, 1), (16, 100) })
        {
            await RunAsync(Path.Combine(folder, $"log-{callers}-{events}"), callers, events, TimeSpan.FromSeconds(seconds));
        }
    }

    private static async Task RunAsync(string folder, int callers, int events, TimeSpan time)
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var options = new EventLogOptions { Folder = folder };
        using var log = EventLog.Open(options, TimeProvider.System, new LogMetrics(services.GetRequiredService<IMeterFactory>()), NullLogger<EventLog>.Instance);
        var reading = Task.Run(() => FollowAsync(log));
        var process = Process.GetCurrentProcess();
        var (cpu, began, allocated) = (process.TotalProcessorTime, Stopwatch.GetTimestamp(), GC.GetTotalAllocatedBytes());
        var latencies = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => CallAsync(log, caller, events, began, time))));
        var took = Stopwatch.GetElapsedTime(began);
        process.Refresh();
        var all = latencies.SelectMany(static one => one).Order().ToArray();
        var stored = (double)all.Length * events;
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{callers,4} callers x {events,3} events: {stored / took.TotalSeconds,9:N0} events/s, latency p50 {all[all.Length / 2],6:N2} ms p99 {all[all.Length * 99 / 100],7:N2} ms, {(process.TotalProcessorTime - cpu).TotalMicroseconds / stored,5:N1} us CPU and {(GC.GetTotalAllocatedBytes() - allocated) / stored,6:N0} B allotted an event, {log.Next - 1} in the log"));
        await log.StoreCursorAsync("follower", log.Next, CancellationToken.None);
        log.Dispose();
        await reading;
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<List<double>> CallAsync(EventLog log, int caller, int count, long began, TimeSpan time)
    {
        var latencies = new List<double>();
        for (var number = 0; Stopwatch.GetElapsedTime(began) < time; number++)
        {
            var batch = new EventBatch("shop", [.. Enumerable.Range(0, count).Select(index => Event(caller, number, index))], new() { ReceivedAt = DateTimeOffset.UnixEpoch, UserAgent = "Mozilla/5.0" });
            var start = Stopwatch.GetTimestamp();
            var answer = await log.AppendAsync(batch, CancellationToken.None);
            if (answer.Stored != count)
            {
                throw new InvalidOperationException($"Not stored: {answer}");
            }

            latencies.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return latencies;
    }

    private static ReceivedEvent Event(int caller, int number, int index)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"ajs-next-{caller}-{number}-{index}");
        var json = new byte[EventBytes];
        json.AsSpan().Fill((byte)'x');
        Encoding.UTF8.GetBytes(id, json);
        return new() { Type = EventType.Track, MessageId = id, AnonymousId = "8a5f2a77-0000-4000-8000-000000000000", Json = json };
    }

    /// <summary>One reader, as there always is.</summary>
    private static async Task FollowAsync(EventLog log)
    {
        try
        {
            for (var at = await log.ReadCursorAsync("follower", CancellationToken.None); ;)
            {
                var records = await log.ReadAsync(at, 1000, 1 << 20, CancellationToken.None);
                at = records[^1].Position + 1;
            }
        }
        catch (OperationCanceledException)
        {
            // The log is closed.
        }
    }
}
