using Gatehouse.Events;

namespace Gatehouse.Storage.Log;

/// <summary>What a site's calls have brought, while it is being counted. What came is counted apart from what became of it.</summary>
internal sealed class Tally
{
    private readonly SortedDictionary<string, long> _refused = new(StringComparer.Ordinal);

    /// <summary>Events that were sent.</summary>
    public long Received { get; private set; }

    /// <summary>Those that got a position.</summary>
    public long Stored { get; private set; }

    /// <summary>Those that were there already.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Those that were given up.</summary>
    public long Shed { get; private set; }

    /// <summary>Those that were refused, by reason.</summary>
    public IReadOnlyDictionary<string, long> Refused => _refused;

    /// <summary>Whether all that came is stored, so that the events say it all.</summary>
    public bool IsPlain => Received == Stored;

    /// <summary>What is read of it once it is in the log.</summary>
    public LogTally ToEntry(long position, string site, DateTimeOffset at) => new(position, site, at, Received, Stored, Duplicates, Shed, _refused.ToDictionary(StringComparer.Ordinal));

    /// <summary>Counts a batch.</summary>
    public void Add(EventBatch batch, AppendResult answer)
    {
        Received += batch.Events.Count;
        Stored += answer.Stored;
        Duplicates += answer.Duplicates;
        Shed += answer.Shed;
        foreach (var (reason, count) in batch.Refused)
        {
            Refuse(reason, count);
        }
    }

    /// <summary>Counts events that were not taken.</summary>
    public void Refuse(string reason, long count)
    {
        Received += count;
        if (string.Equals(reason, RefusalReasons.Shed, StringComparison.Ordinal))
        {
            Shed += count;
        }
        else
        {
            _refused[reason] = _refused.GetValueOrDefault(reason) + count;
        }
    }
}
