using System.Buffers;
using System.Buffers.Binary;

namespace Gatehouse.Delivery.Destinations.Files.Parquet;

/// <summary>Takes the values of a column, and packs them into pages.</summary>
internal sealed class ParquetColumn(ParquetField field, FileCompression compression, int pageBytes)
{
    private readonly ArrayBufferWriter<byte> _values = new();
    private readonly List<bool> _isThere = [];
    private readonly ArrayBufferWriter<byte> _pages = new();
    private long _rows;
    private long _nulls;
    private long _unpacked;
    private (long Least, long Greatest)? _times;

    /// <summary>Bytes of values since the last page.</summary>
    public int PendingBytes => _values.WrittenCount;

    /// <summary>A text, or JSON.</summary>
    public void Add(ReadOnlySpan<byte> value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_values.GetSpan(sizeof(int)), value.Length);
        _values.Advance(sizeof(int));
        _values.Write(value);
        EndRow(isThere: true);
    }

    /// <summary>A time; null for none.</summary>
    public void Add(long? time)
    {
        if (time is not { } value)
        {
            AddNull();
            return;
        }

        BinaryPrimitives.WriteInt64LittleEndian(_values.GetSpan(sizeof(long)), value);
        _values.Advance(sizeof(long));
        _times = _times is { } times ? (Math.Min(times.Least, value), Math.Max(times.Greatest, value)) : (value, value);
        EndRow(isThere: true);
    }

    /// <summary>No value.</summary>
    public void AddNull()
    {
        _nulls++;
        EndRow(isThere: false);
    }

    /// <summary>Gives all pages of the row group to where they are written, and begins anew.</summary>
    /// <param name="offset">Where that is.</param>
    /// <param name="write">Writes them.</param>
    public ParquetChunk Take(long offset, Action<ReadOnlySpan<byte>> write)
    {
        EndPage();
        var chunk = new ParquetChunk(field, offset, _rows, _nulls, _unpacked, _pages.WrittenCount, _times);
        write(_pages.WrittenSpan);
        _pages.ResetWrittenCount();
        (_rows, _nulls, _unpacked, _times) = (0, 0, 0, null);
        return chunk;
    }

    private void EndRow(bool isThere)
    {
        _rows++;
        _isThere.Add(isThere);
        if (_values.WrittenCount >= pageBytes)
        {
            EndPage();
        }
    }

    private void EndPage()
    {
        if (_isThere.Count == 0)
        {
            return;
        }

        var levels = field.IsOptional ? DefinitionLevels.Of(_isThere) : [];
        byte[] body = [.. levels, .. _values.WrittenSpan];
        var packed = FilePacking.Pack(compression, body);
        var head = Head(_isThere.Count, body.Length, packed.Length);
        _pages.Write(head);
        _pages.Write(packed);
        _unpacked += head.Length + body.Length;
        _values.ResetWrittenCount();
        _isThere.Clear();
    }

    private static ReadOnlySpan<byte> Head(int rows, int unpacked, int packed)
    {
        var head = new ThriftWriter();
        head.Int32(1, ParquetCodes.DataPage);
        head.Int32(2, unpacked);
        head.Int32(3, packed);
        head.BeginStruct(5);
        head.Int32(1, rows);
        head.Int32(2, ParquetCodes.Plain);
        head.Int32(3, ParquetCodes.Rle);
        head.Int32(4, ParquetCodes.Rle);
        head.EndStruct();
        head.EndStruct();
        return head.Written;
    }
}
