using Gatehouse.Events;

namespace Gatehouse.Tests.Storage.Log;

/// <summary>Reads all of a log at once.</summary>
internal static class LogReading
{
    public static async Task<List<LogRecord>> ReadAllAsync(this IEventLog log, long from = 0, int mostRecords = 1000)
    {
        var all = new List<LogRecord>();
        for (var at = Math.Max(from, log.First); at < log.Next;)
        {
            // What is damaged behind the last readable record would be waited for.
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            var reading = log.ReadAsync(at, mostRecords, int.MaxValue, ending.Token).AsTask();
            all.AddRange(await reading);
            at = all[^1].Position + 1;
        }

        return all;
    }

    public static async Task<string[]> ReadIdsAsync(this IEventLog log) => [.. (await log.ReadAllAsync()).Select(static record => record.Event.MessageId)];
}
