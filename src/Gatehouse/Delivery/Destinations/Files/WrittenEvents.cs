using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Delivery.Destinations.Files;

/// <summary>Events that were written lately, so that what comes again is not written twice.</summary>
/// <param name="isOfManyLogs">Whether two events may have the same position: dead letters outlive a log.</param>
internal sealed class WrittenEvents(bool isOfManyLogs)
{
    // What can come again after a crash is a batch a lane: 64 of 10,000 events. Each may be in parts, by hour.
    private const int Most = 640_000;
    private const int MostParts = 4096;

    private readonly Queue<long[]> _parts = new();
    private int _count;

    /// <summary>Events that are not among them.</summary>
    public List<DeliveryEvent> Without(IReadOnlyList<DeliveryEvent> events)
    {
        var keys = KeysOf(events);
        var near = _parts.Where(part => part[0] <= keys[^1] && part[^1] >= keys[0]).ToList();
        return [.. events.Where(one => !near.Exists(part => Array.BinarySearch(part, KeyOf(one)) >= 0))];
    }

    /// <summary>What events are known by, ascending.</summary>
    public long[] KeysOf(IEnumerable<DeliveryEvent> events) => [.. events.Select(KeyOf).Order()];

    /// <summary>Takes the keys of a part in, ascending. Gives how many of the oldest parts it forgot.</summary>
    public int Add(long[] keys)
    {
        _parts.Enqueue(keys);
        _count += keys.Length;
        var forgotten = 0;
        while (_parts.Count > MostParts || (_parts.Count > 1 && _count - _parts.Peek().Length >= Most))
        {
            _count -= _parts.Dequeue().Length;
            forgotten++;
        }

        return forgotten;
    }

    private long KeyOf(DeliveryEvent @event)
    {
        if (!isOfManyLogs)
        {
            return @event.Position;
        }

        var id = Encoding.UTF8.GetBytes(@event.MessageId);
        var whole = new byte[sizeof(long) + id.Length];
        BinaryPrimitives.WriteInt64LittleEndian(whole, @event.Position);
        id.CopyTo(whole, sizeof(long));
        return BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(whole));
    }
}
