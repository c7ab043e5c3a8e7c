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
    public List<DeliveryEvent> NewOf(DeliveryBatch batch)
    {
        var keys = KeysOf(batch, batch.Events);
        var near = _parts.Where(part => part[0] <= keys[^1] && part[^1] >= keys[0]).ToList();
        return [.. batch.Events.Where(one => !near.Exists(part => Array.BinarySearch(part, KeyOf(batch, one)) >= 0))];
    }

    /// <summary>What events of a batch are known by, ascending.</summary>
    public long[] KeysOf(DeliveryBatch batch, IEnumerable<DeliveryEvent> events) => [.. events.Select(one => KeyOf(batch, one)).Order()];

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

    private long KeyOf(DeliveryBatch batch, DeliveryEvent @event)
    {
        if (!isOfManyLogs)
        {
            return @event.Position;
        }

        // A letter of a replay is another one than that of the same event as it came.
        var id = Encoding.UTF8.GetBytes(batch.IdOf(@event));
        var whole = new byte[sizeof(long) + id.Length];
        BinaryPrimitives.WriteInt64LittleEndian(whole, @event.Position);
        id.CopyTo(whole, sizeof(long));
        return BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(whole));
    }
}
