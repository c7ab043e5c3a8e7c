using System.Buffers.Binary;

namespace Gatehouse.Delivery.Destinations.Files.Parquet;

/// <summary>Writes a Parquet file: pages of version 1, values one behind another. One row group is in memory at a time.</summary>
internal sealed class ParquetFile
{
    private readonly IDiskFile _file;
    private readonly IReadOnlyList<ParquetField> _fields;
    private readonly FileCompression _compression;
    private readonly ParquetLimits _limits;
    private readonly List<ParquetGroup> _groups = [];
    private long _offset;
    private long _rows;
    private long _bytes;

    /// <summary>Begins a file.</summary>
    /// <param name="file">Where; what stands in it goes.</param>
    /// <param name="fields">Its columns.</param>
    /// <param name="compression">How pages are packed.</param>
    /// <param name="limits">How large pages and row groups become.</param>
    public ParquetFile(IDiskFile file, IReadOnlyList<ParquetField> fields, FileCompression compression, ParquetLimits limits)
    {
        (_file, _fields, _compression, _limits) = (file, fields, compression, limits);
        Columns = [.. fields.Select(field => new ParquetColumn(field, compression, limits.PageBytes))];
        _file.Cut(0);
        Write(Magic);
    }

    /// <summary>Its columns; each gets one value, or none, a row.</summary>
    public IReadOnlyList<ParquetColumn> Columns { get; }

    private static ReadOnlySpan<byte> Magic => "PAR1"u8;

    /// <summary>Ends a row.</summary>
    /// <param name="bytes">How large it was, about.</param>
    public void EndRow(int bytes)
    {
        _rows++;
        _bytes += bytes;
        if (_bytes >= _limits.GroupBytes)
        {
            EndGroup();
        }
    }

    /// <summary>Ends the file. When it returns, the file is on the disk.</summary>
    public void End()
    {
        EndGroup();
        var footer = ParquetFooter.Of(_fields, _groups, _compression);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, footer.Length);
        Write(footer);
        Write(length);
        Write(Magic);
        _file.Sync();
    }

    private void EndGroup()
    {
        if (_rows > 0)
        {
            _groups.Add(new(_rows, [.. Columns.Select(column => column.Take(_offset, Write))]));
            (_rows, _bytes) = (0, 0);
        }
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        _file.Write(bytes, _offset);
        _offset += bytes.Length;
    }
}
