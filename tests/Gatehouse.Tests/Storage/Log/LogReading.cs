using Gatehouse.Events;

namespace Gatehouse.Tests.Storage.Log;

/// <summary>Reads all of a log at once.</summary>
internal static class LogReading
{
    public static async Task<List<LogRecord>> ReadAllAsync(this IEventLog log, long from = 0, int mostEntries = 1000) =>
        [.. (await log.ReadEntriesAsync(from, mostEntries)).OfType<LogRecord>()];

    public static async Task<List<LogEntry>> ReadEntriesAsync(this IEventLog log, long from = 0, int mostEntries = 1000)
    {
        var all = new List<LogEntry>();
        for (var at = Math.Max(from, log.First); at < log.Next;)
        {
            // What is damaged behind the last readable entry would be waited for.
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            var reading = log.ReadAsync(at, mostEntries, int.MaxValue, ending.Token).AsTask();
            all.AddRange(await reading);
            at = all[^1].Position + 1;
        }

        return all;
    }

    public static async Task<string[]> ReadIdsAsync(this IEventLog log) => [.. (await log.ReadAllAsync()).Select(static record => record.Event.MessageId)];
}
