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

/// <summary>How long a log takes to be opened after its process was killed, with the ids of millions of events within the window.</summary>
internal static class EventLogOpening
{
    private const int EventBytes = 100;
    private const int BatchEvents = 1000;

    /// <summary>Fills a folder when it is not there, opens it when it is; in the end the process is killed as it stands.</summary>
    public static async Task RunAsync(string folder, int millions)
    {
        if (Directory.Exists(folder))
        {
            await OpenAsync(folder);
            return;
        }

        var log = Open(folder);
        for (var from = 0; from < millions * 1_000_000; from += 16 * BatchEvents)
        {
            await Task.WhenAll(Enumerable.Range(0, 16).Select(batch => log.AppendAsync(Batch(from + (batch * BatchEvents)), CancellationToken.None).AsTask()));
        }

        Process.GetCurrentProcess().Kill();
    }

    private static async Task OpenAsync(string folder)
    {
        var began = Stopwatch.GetTimestamp();
        var log = Open(folder);
        var opened = Stopwatch.GetElapsedTime(began);
        var repeat = await log.AppendAsync(Batch(0), CancellationToken.None);
        var answered = Stopwatch.GetElapsedTime(began);
        using var process = Process.GetCurrentProcess();
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{log.Next - log.First:N0} entries: opened in {opened.TotalMilliseconds:N0} ms, {repeat.Duplicates:N0} repeats of the oldest answered after {answered.TotalMilliseconds:N0} ms, {process.WorkingSet64 >> 20} MiB resident"));
        process.Kill();
    }

    private static EventLog Open(string folder)
    {
        var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        return EventLog.Open(new() { Folder = folder }, TimeProvider.System, new LogMetrics(services.GetRequiredService<IMeterFactory>()), NullLogger<EventLog>.Instance);
    }

    private static EventBatch Batch(int from)
    {
        var events = Enumerable.Range(from, BatchEvents).Select(static number =>
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"ajs-next-{number}");
            var json = new byte[EventBytes];
            json.AsSpan().Fill((byte)'x');
            Encoding.UTF8.GetBytes(id, json);
            return new ReceivedEvent { Type = EventType.Track, MessageId = id, AnonymousId = "8a5f2a77-0000-4000-8000-000000000000", Json = json };
        });
        return new("shop", [.. events], new() { ReceivedAt = DateTimeOffset.UnixEpoch, UserAgent = "Mozilla/5.0" });
    }
}
