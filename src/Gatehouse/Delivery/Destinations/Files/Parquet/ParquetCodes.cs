namespace Gatehouse.Delivery.Destinations.Files.Parquet;

/// <summary>Numbers of <c>parquet.thrift</c>.</summary>
internal static class ParquetCodes
{
    /// <summary><c>PageType</c>: values of a column, in version 1.</summary>
    public const int DataPage = 0;

    /// <summary><c>Encoding</c>: one value behind another.</summary>
    public const int Plain = 0;

    /// <summary><c>Encoding</c>: runs and packed bits.</summary>
    public const int Rle = 3;

    /// <summary><c>Type</c>: eight bytes.</summary>
    public const int Int64 = 2;

    /// <summary><c>Type</c>: a length and bytes.</summary>
    public const int ByteArray = 6;

    /// <summary><c>ConvertedType</c>, for readers that do not know logical types: text.</summary>
    public const int Utf8 = 0;

    /// <summary><c>ConvertedType</c>: milliseconds.</summary>
    public const int TimestampMillis = 9;

    /// <summary><c>ConvertedType</c>: JSON.</summary>
    public const int ConvertedJson = 19;

    /// <summary><c>CompressionCodec</c>.</summary>
    public static int CodecOf(FileCompression compression) => compression switch
    {
        FileCompression.Gzip => 2,
        FileCompression.Zstd => 6,
        _ => 0,
    };
}
