using System.Buffers.Binary;

namespace Gatehouse.Delivery.Destinations.Files.Parquet;

/// <summary>The end of a Parquet file: its schema, and where everything is.</summary>
internal static class ParquetFooter
{
    /// <summary>Writes the struct <c>FileMetaData</c>.</summary>
    public static ReadOnlySpan<byte> Of(IReadOnlyList<ParquetField> fields, IReadOnlyList<ParquetGroup> groups, FileCompression compression)
    {
        var footer = new ThriftWriter();
        footer.Int32(1, 1);
        WriteSchema(footer, fields);
        footer.Int64(3, groups.Sum(static group => group.Rows));
        footer.BeginStructs(4, groups.Count);
        foreach (var group in groups)
        {
            WriteGroup(footer, group, compression);
        }

        footer.Text(6, "gatehouse");

        // Without an order for each column, readers do not trust the least and greatest values.
        footer.BeginStructs(7, fields.Count);
        foreach (var _ in fields)
        {
            footer.BeginStruct();
            footer.Empty(1);
            footer.EndStruct();
        }

        footer.EndStruct();
        return footer.Written;
    }

    private static void WriteSchema(ThriftWriter footer, IReadOnlyList<ParquetField> fields)
    {
        footer.BeginStructs(2, fields.Count + 1);
        footer.BeginStruct();
        footer.Text(4, "event");
        footer.Int32(5, fields.Count);
        footer.EndStruct();
        foreach (var field in fields)
        {
            footer.BeginStruct();
            footer.Int32(1, TypeOf(field));
            footer.Int32(3, field.IsOptional ? 1 : 0);
            footer.Text(4, field.Name);
            footer.Int32(6, field.Type switch
            {
                ParquetType.Time => ParquetCodes.TimestampMillis,
                ParquetType.Json => ParquetCodes.ConvertedJson,
                _ => ParquetCodes.Utf8,
            });
            footer.BeginStruct(10);
            WriteLogicalType(footer, field.Type);
            footer.EndStruct();
            footer.EndStruct();
        }
    }

    private static void WriteLogicalType(ThriftWriter footer, ParquetType type)
    {
        switch (type)
        {
            case ParquetType.Time:
                footer.BeginStruct(8);
                footer.Flag(1, true);
                footer.BeginStruct(2);
                footer.Empty(1);
                footer.EndStruct();
                footer.EndStruct();
                break;
            case ParquetType.Json:
                footer.Empty(12);
                break;
            default:
                footer.Empty(1);
                break;
        }
    }

    private static void WriteGroup(ThriftWriter footer, ParquetGroup group, FileCompression compression)
    {
        footer.BeginStruct();
        footer.BeginStructs(1, group.Chunks.Count);
        foreach (var chunk in group.Chunks)
        {
            footer.BeginStruct();
            footer.Int64(2, chunk.Offset);
            footer.BeginStruct(3);
            WriteChunk(footer, chunk, compression);
            footer.EndStruct();
            footer.EndStruct();
        }

        footer.Int64(2, group.Chunks.Sum(static chunk => chunk.Unpacked));
        footer.Int64(3, group.Rows);
        footer.Int64(5, group.Chunks[0].Offset);
        footer.Int64(6, group.Chunks.Sum(static chunk => chunk.Packed));
        footer.EndStruct();
    }

    private static void WriteChunk(ThriftWriter footer, ParquetChunk chunk, FileCompression compression)
    {
        footer.Int32(1, TypeOf(chunk.Field));
        footer.Int32s(2, ParquetCodes.Plain, ParquetCodes.Rle);
        footer.Texts(3, chunk.Field.Name);
        footer.Int32(4, ParquetCodes.CodecOf(compression));
        footer.Int64(5, chunk.Rows);
        footer.Int64(6, chunk.Unpacked);
        footer.Int64(7, chunk.Packed);
        footer.Int64(9, chunk.Offset);
        footer.BeginStruct(12);
        footer.Int64(3, chunk.Nulls);
        if (chunk.Times is { } times)
        {
            footer.Bytes(5, Plain(times.Greatest));
            footer.Bytes(6, Plain(times.Least));
        }

        footer.EndStruct();
    }

    private static int TypeOf(ParquetField field) => field.Type == ParquetType.Time ? ParquetCodes.Int64 : ParquetCodes.ByteArray;

    private static byte[] Plain(long value)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }
}
