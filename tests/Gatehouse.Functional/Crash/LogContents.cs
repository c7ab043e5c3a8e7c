using System.Diagnostics.Metrics;
using Gatehouse.Diagnostics;
using Gatehouse.Events;
using Gatehouse.Storage.Log;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Functional.Crash;

/// <summary>What stands in a log that no server has open.</summary>
/// <param name="Ids">The message ids of all its events, in their order.</param>
/// <param name="Received">How many events were sent, as the log counts them.</param>
/// <param name="Duplicates">How many of them it had already.</param>
/// <param name="Refused">How many it did not take.</param>
internal sealed record LogContents(List<string> Ids, long Received, long Duplicates, long Refused)
{
    /// <summary>Reads all of it.</summary>
    /// <param name="data">The server's Data folder.</param>
    /// <param name="see">Is shown each event. Null: nobody wants to see them.</param>
    public static async Task<LogContents> ReadAsync(string data, Action<ReceivedEvent>? see = null)
    {
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var log = EventLog.Open(
            new() { Folder = Path.Combine(data, "log"), Retain = TimeSpan.FromDays(1) },
            TimeProvider.System,
            new LogMetrics(services.GetRequiredService<IMeterFactory>()),
            NullLogger<EventLog>.Instance);
        var contents = new LogContents([], 0, 0, 0);
        for (var position = log.First; position < log.Next;)
        {
            var entries = await log.ReadAsync(position, 10_000, 64 << 20, CancellationToken.None);
            contents = entries.Aggregate(contents, (sum, entry) => sum.With(entry, see));
            position = entries[^1].Position + 1;
        }

        return contents;
    }

    private LogContents With(LogEntry entry, Action<ReceivedEvent>? see)
    {
        if (entry is LogTally tally)
        {
            return this with { Received = Received + tally.Received - tally.Stored, Duplicates = Duplicates + tally.Duplicates, Refused = Refused + tally.Shed + tally.Refused.Values.Sum() };
        }

        var stored = ((LogRecord)entry).Event;
        see?.Invoke(stored);
        Ids.Add(stored.MessageId);
        return this with { Received = Received + 1 };
    }
}
