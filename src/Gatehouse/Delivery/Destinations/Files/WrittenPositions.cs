namespace Gatehouse.Delivery.Destinations.Files;

/// <summary>Positions that were written lately, so that what comes again is not written twice.</summary>
internal sealed class WrittenPositions
{
    // What can come again after a crash is a batch a lane: 64 of 10,000 events. Each may be in parts, by hour.
    private const int Most = 640_000;
    private const int MostParts = 4096;

    private readonly Queue<long[]> _parts = new();
    private int _count;

    /// <summary>Events that are not among them.</summary>
    public List<DeliveryEvent> Without(IReadOnlyList<DeliveryEvent> events)
    {
        var (first, last) = (events.Min(static one => one.Position), events.Max(static one => one.Position));
        var near = _parts.Where(part => part[0] <= last && part[^1] >= first).ToList();
        return [.. events.Where(one => !near.Exists(part => Array.BinarySearch(part, one.Position) >= 0))];
    }

    /// <summary>Takes a part in, ascending. Gives how many of the oldest it forgot.</summary>
    public int Add(long[] positions)
    {
        _parts.Enqueue(positions);
        _count += positions.Length;
        var forgotten = 0;
        while (_parts.Count > MostParts || (_parts.Count > 1 && _count - _parts.Peek().Length >= Most))
        {
            _count -= _parts.Dequeue().Length;
            forgotten++;
        }

        return forgotten;
    }
}
