using System.Buffers;

namespace Gatehouse.Html.Buffers;

/// <summary>Bytes in an array of the shared pool, rented with the first byte and given back by <see cref="Clear"/>.</summary>
internal struct PooledBuffer
{
    private byte[]? _array;

    public int Length { get; private set; }

    /// <summary>How many bytes were copied within or between arrays so far, beyond the first copy of each.</summary>
    public long BytesMoved { get; private set; }

    public readonly ReadOnlySpan<byte> Span => _array.AsSpan(0, Length);

    public readonly ReadOnlyMemory<byte> Memory => _array.AsMemory(0, Length);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        EnsureRoom(bytes.Length);
        bytes.CopyTo(_array.AsSpan(Length));
        Length += bytes.Length;
    }

    public void Append(byte value)
    {
        EnsureRoom(1);
        _array![Length++] = value;
    }

    /// <summary>Puts bytes before all others.</summary>
    public void InsertFirst(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            EnsureRoom(bytes.Length);
            _array.AsSpan(0, Length).CopyTo(_array.AsSpan(bytes.Length));
            BytesMoved += Length;
            bytes.CopyTo(_array);
            Length += bytes.Length;
        }
    }

    /// <summary>Room for so many bytes behind what is there; <see cref="Advance"/> says how many were written.</summary>
    public Span<byte> GetSpan(int size)
    {
        EnsureRoom(size);
        return _array.AsSpan(Length);
    }

    public void Advance(int count) => Length += count;

    /// <summary>Forgets the bytes and keeps the array.</summary>
    public void Rewind() => Length = 0;

    public void RemoveFirst(int count)
    {
        if (count > 0)
        {
            Length -= count;
            BytesMoved += Length;
            _array.AsSpan(count, Length).CopyTo(_array);
        }
    }

    public void Clear()
    {
        if (_array is { } array)
        {
            _array = null;
            Length = 0;
            ArrayPool<byte>.Shared.Return(array);
        }
    }

    private void EnsureRoom(int more)
    {
        if (_array is { } array && array.Length - Length >= more)
        {
            return;
        }

        // Doubling keeps the cost of a tail that grows byte by byte linear.
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Length + more, 2 * Length));
        Span.CopyTo(larger);
        BytesMoved += Length;
        if (_array is not null)
        {
            ArrayPool<byte>.Shared.Return(_array);
        }

        _array = larger;
    }
}
