using System.Diagnostics.Metrics;
using Gatehouse.Diagnostics;
using Gatehouse.Storage.Log;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Functional.Crash;

/// <summary>What stands in a log that no server has open.</summary>
internal static class LogContents
{
    /// <summary>The message ids of all its events, in their order.</summary>
    /// <param name="data">The server's Data folder.</param>
    public static async Task<List<string>> ReadAsync(string data)
    {
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var log = EventLog.Open(
            new() { Folder = Path.Combine(data, "log"), Retain = TimeSpan.FromDays(1) },
            TimeProvider.System,
            new LogMetrics(services.GetRequiredService<IMeterFactory>()),
            NullLogger<EventLog>.Instance);
        var ids = new List<string>();
        for (var position = log.First; position < log.Next;)
        {
            var records = await log.ReadAsync(position, 10_000, 64 << 20, CancellationToken.None);
            ids.AddRange(records.Select(static record => record.Event.MessageId));
            position = records[^1].Position + 1;
        }

        return ids;
    }
}
