using System.Buffers;
using Gatehouse.Events;

namespace Gatehouse.Storage.Log;

/// <summary>Events that wait for their commit, as records already: encoding and hashing are done by whoever brings them.</summary>
internal sealed class PendingAppend : TaskCompletionSource<AppendResult>
{
    private readonly byte[] _buffer;
    private readonly PendingRecord[] _records;

    public PendingAppend(EventBatch batch, LogDurability durability)
        : base(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        Batch = batch;
        var most = 0;
        foreach (var @event in batch.Events)
        {
            most += RecordCodec.MostBytes(batch.Site, @event, batch.Facts);
        }

        _buffer = ArrayPool<byte>.Shared.Rent(most);
        _records = ArrayPool<PendingRecord>.Shared.Rent(batch.Events.Count);
        foreach (var @event in batch.Events)
        {
            var length = RecordCodec.Write(_buffer.AsSpan(Bytes), batch.Site, @event, batch.Facts, durability);
            _records[Count++] = new(Fingerprint.Of(batch.Site, @event.MessageId), Bytes, length);
            Bytes += length;
        }
    }

    /// <summary>The events.</summary>
    public EventBatch Batch { get; }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>Bytes of all records.</summary>
    public int Bytes { get; }

    /// <summary>What is answered when the commit is done.</summary>
    public AppendResult Answer { get; set; }

    /// <summary>The fingerprint of one event.</summary>
    public UInt128 FingerprintOf(int index) => _records[index].Fingerprint;

    /// <summary>The record of one event.</summary>
    public ReadOnlySpan<byte> RecordOf(int index) => _buffer.AsSpan(_records[index].Offset, _records[index].Length);

    /// <summary>Gives the buffers back. Nobody else may hold this any more but for the answer.</summary>
    public void Release()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        ArrayPool<PendingRecord>.Shared.Return(_records);
    }
}
