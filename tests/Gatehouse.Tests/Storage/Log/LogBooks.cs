using Gatehouse.Events;

namespace Gatehouse.Tests.Storage.Log;

/// <summary>What a log's entries add up to. Follows with a cursor of its own, so that nothing is trimmed before it is counted.</summary>
internal sealed class LogBooks
{
    private const string Reader = "books";

    /// <summary>The first position that is not counted.</summary>
    public long Next { get; private set; } = 1;

    public List<LogRecord> Records { get; } = [];

    public long Received { get; private set; }

    public long Duplicates { get; private set; }

    public long Shed { get; private set; }

    public SortedDictionary<string, long> Refused { get; } = new(StringComparer.Ordinal);

    /// <summary>Counts what is new. Every tally balances by itself, and so do the sums.</summary>
    public async Task FollowAsync(IEventLog log)
    {
        await log.ReadCursorAsync(Reader, TestContext.Current.CancellationToken);
        while (Next < log.Next)
        {
            foreach (var entry in await log.ReadAsync(Next, 100, int.MaxValue, TestContext.Current.CancellationToken))
            {
                Assert.Equal(Next++, entry.Position);
                Count(entry);
            }

            await log.StoreCursorAsync(Reader, Next, TestContext.Current.CancellationToken);
        }

        Assert.Equal(Received, Records.Count + Duplicates + Shed + Refused.Values.Sum());
    }

    private void Count(LogEntry entry)
    {
        switch (entry)
        {
            case LogRecord record:
                Records.Add(record);
                Received++;
                break;
            case LogTally tally:
                Assert.Equal(tally.Received, tally.Stored + tally.Duplicates + tally.Shed + tally.Refused.Values.Sum());
                Received += tally.Received - tally.Stored;
                Duplicates += tally.Duplicates;
                Shed += tally.Shed;
                foreach (var (reason, count) in tally.Refused)
                {
                    Refused[reason] = Refused.GetValueOrDefault(reason) + count;
                }

                break;
            default:
                throw new InvalidOperationException();
        }
    }
}
