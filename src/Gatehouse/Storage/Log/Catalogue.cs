namespace Gatehouse.Storage.Log;

/// <summary>Which segments there are, the oldest first. Readers see a snapshot; it changes whole.</summary>
internal sealed class Catalogue
{
    private readonly Lock _gate = new();
    private readonly ReadSignal _signal = new();
    private Segment[] _segments = [];
    private long _next = 1;

    /// <summary>All segments; the last one is open.</summary>
    public ReadOnlySpan<Segment> Segments => Volatile.Read(ref _segments);

    /// <summary>The oldest position that can be read.</summary>
    public long First => Volatile.Read(ref _segments) is [var oldest, ..] ? oldest.First : Next;

    /// <summary>The position that the next event gets.</summary>
    public long Next => Volatile.Read(ref _next);

    /// <summary>Adds the segment that is open from now on.</summary>
    public void Add(Segment segment)
    {
        lock (_gate)
        {
            Volatile.Write(ref _segments, [.. _segments, segment]);
        }
    }

    /// <summary>Takes a segment out.</summary>
    public void Remove(Segment segment)
    {
        lock (_gate)
        {
            Volatile.Write(ref _segments, Array.FindAll(_segments, other => other != segment));
        }
    }

    /// <summary>Says how far the log goes, and wakes who waits for that.</summary>
    public void Publish(long next)
    {
        Volatile.Write(ref _next, next);
        _signal.Set();
    }

    /// <summary>Waits until there is an event at or behind a position.</summary>
    public async ValueTask WaitForAsync(long position, CancellationToken cancellationToken)
    {
        while (Next <= position)
        {
            // Taken before the second look, so that a commit in between is not missed.
            var change = _signal.Next;
            if (Next <= position)
            {
                await change.WaitAsync(cancellationToken);
            }
        }
    }
}
