using Gatehouse.Events;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Profiles;

/// <summary>Forgets that visitors were erased once the log has nothing of before that any more.</summary>
internal sealed partial class ErasureExpiry(IEventLog log, IErasures erasures, TimeProvider time, ILogger<ErasureExpiry> logger) : RepeatedLook(TimeSpan.Zero, Interval, time)
{
    /// <summary>
    /// How much longer they are remembered: for what is in memory of what the log has deleted (an attempt at a delivery that goes on, a
    /// batch that is computed), and for clocks that were put right.
    /// </summary>
    public static readonly TimeSpan Longer = TimeSpan.FromDays(7);

    private const int MostEntries = 1000;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public override async Task LookAsync(CancellationToken stop)
    {
        if (await OldestAsync(stop) is { } oldest)
        {
            await erasures.ForgetAsync(oldest - Longer);
        }
    }

    /// <inheritdoc/>
    protected override void LookFailed(Exception trouble) => LogNotRead(trouble);

    /// <summary>When the oldest event that the log has was received; now, when it has none. Null: not known.</summary>
    private async ValueTask<DateTimeOffset?> OldestAsync(CancellationToken stop)
    {
        var (first, next) = (log.First, log.Next);
        if (first >= next)
        {
            return Time.GetUtcNow();
        }

        var entries = await log.ReadAsync(first, MostEntries, 1 << 20, stop);
        return entries.OfType<LogRecord>().FirstOrDefault()?.Facts.ReceivedAt ?? (entries[^1].Position + 1 >= next ? Time.GetUtcNow() : null);
    }

    [LoggerMessage(1760, LogLevel.Warning, "The log could not be read to find out which erasures may be forgotten; they are remembered for longer.")]
    private partial void LogNotRead(Exception trouble);
}
