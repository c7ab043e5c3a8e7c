using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace Gatehouse.Samples.Shop.Tracking;

/// <summary>
/// The last events, bounded by number and by bytes; the oldest make room. Readers keep a position of their own and read
/// from here, so that a slow one costs nothing.
/// </summary>
internal sealed class EventRing
{
    /// <summary>The most events that are kept.</summary>
    public const int Capacity = 500;

    private const long MostBytes = 16 * 1024 * 1024;
    private static readonly byte[] Nothing = "{}"u8.ToArray();

    private readonly Lock _gate = new();
    private readonly Queue<(long Position, byte[] Json)> _events = new(Capacity);
    private TaskCompletionSource _changed = NewSignal();
    private long _bytes;
    private long _last;
    private int _emptied;

    /// <summary>Takes the events of one request, all at once and in order.</summary>
    public void Add(IReadOnlyList<byte[]> events)
    {
        lock (_gate)
        {
            foreach (var json in events)
            {
                _events.Enqueue((++_last, json));
                _bytes += json.Length;
            }

            while (_events.Count > Capacity || (_bytes > MostBytes && _events.Count > 1))
            {
                _bytes -= _events.Dequeue().Json.Length;
            }

            Signal();
        }
    }

    /// <summary>Forgets all events.</summary>
    public void Empty()
    {
        lock (_gate)
        {
            _events.Clear();
            _bytes = 0;
            _emptied++;
            Signal();
        }
    }

    /// <summary>The events, the oldest first.</summary>
    public IReadOnlyList<byte[]> Snapshot()
    {
        lock (_gate)
        {
            return [.. _events.Select(static item => item.Json)];
        }
    }

    /// <summary><c>reset</c>, then each event that is kept and each that comes; <c>reset</c> again when they are forgotten.</summary>
    public async IAsyncEnumerable<SseItem<byte[]>> WatchAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var position = 0L;
        var emptied = -1;
        while (true)
        {
            var seen = Read(position);
            if (seen.Emptied != emptied)
            {
                emptied = seen.Emptied;
                yield return new SseItem<byte[]>(Nothing, "reset");
            }

            foreach (var (at, json) in seen.Events)
            {
                position = at;
                yield return new SseItem<byte[]>(json, "received");
            }

            await seen.Changed.WaitAsync(cancellation);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private (IReadOnlyList<(long Position, byte[] Json)> Events, int Emptied, Task Changed) Read(long after)
    {
        lock (_gate)
        {
            return ([.. _events.Where(item => item.Position > after)], _emptied, _changed.Task);
        }
    }

    private void Signal()
    {
        _changed.SetResult();
        _changed = NewSignal();
    }
}
