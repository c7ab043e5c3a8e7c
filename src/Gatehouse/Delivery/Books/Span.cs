namespace Gatehouse.Delivery.Books;

/// <summary>Runs of one site that are stored together, with the sums of all before them.</summary>
/// <param name="site">Name of the site.</param>
/// <param name="countBefore">Events of the site in the spans before this one.</param>
/// <param name="bytesBefore">Bytes of their JSON.</param>
internal sealed class Span(string site, long countBefore, long bytesBefore)
{
    /// <summary>The most runs: it is read and written as a whole.</summary>
    public const int MostRuns = 256;

    private readonly List<SpanRun> _runs = [];

    /// <summary>Name of the site.</summary>
    public string Site => site;

    /// <summary>Events of the site in the spans before this one.</summary>
    public long CountBefore => countBefore;

    /// <summary>Bytes of their JSON.</summary>
    public long BytesBefore => bytesBefore;

    /// <summary>Events in it.</summary>
    public long Count { get; private set; }

    /// <summary>Bytes of their JSON.</summary>
    public long Bytes { get; private set; }

    /// <summary>The runs, in order.</summary>
    public IReadOnlyList<SpanRun> Runs => _runs;

    /// <summary>The first position.</summary>
    public long First => _runs[0].First;

    /// <summary>The first one behind the last event.</summary>
    public long Next => _runs[^1].First + _runs[^1].Count;

    /// <summary>Adds a run that is behind all others. False: it is complete, and the run begins the one that follows.</summary>
    public bool TryAdd(SpanRun run)
    {
        if (_runs.Count > 0 && Next == run.First && _runs[^1] is var last && last.Minute == run.Minute)
        {
            _runs[^1] = last with { Count = last.Count + run.Count, Bytes = last.Bytes + run.Bytes };
        }
        else if (_runs.Count < MostRuns)
        {
            _runs.Add(run);
        }
        else
        {
            return false;
        }

        (Count, Bytes) = (Count + run.Count, Bytes + run.Bytes);
        return true;
    }

    /// <summary>What waits from a position on that is in it, or before it and behind all that precede it.</summary>
    /// <param name="cursor">The position.</param>
    /// <param name="count">Events of the site in all spans, the newest included.</param>
    /// <param name="bytes">Bytes of their JSON.</param>
    public Pending From(long cursor, long count, long bytes)
    {
        var left = _runs.ConvertAll(run => run.Part(cursor, long.MaxValue)).FindAll(static run => run.Count > 0);
        var (passed, passedBytes) = (Count - left.Sum(static run => (long)run.Count), Bytes - left.Sum(static run => run.Bytes));
        return new(count - CountBefore - passed, bytes - BytesBefore - passedBytes, left.Min(static run => run.Minute));
    }
}
