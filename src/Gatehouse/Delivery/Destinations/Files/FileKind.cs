namespace Gatehouse.Delivery.Destinations.Files;

/// <summary>What a file is and how it is packed; the end of its name tells.</summary>
/// <param name="Format">What it is when it is finished.</param>
/// <param name="Compression">How it is packed, and its journal too.</param>
/// <param name="Extension">What its name ends with when it is finished.</param>
internal sealed record FileKind(FileFormat Format, FileCompression Compression, string Extension)
{
    // No extension is the end of one that stands before it.
    private static readonly FileKind[] All =
    [
        new(FileFormat.Ndjson, FileCompression.Gzip, ".ndjson.gz"),
        new(FileFormat.Ndjson, FileCompression.Zstd, ".ndjson.zst"),
        new(FileFormat.Ndjson, FileCompression.None, ".ndjson"),
        new(FileFormat.Parquet, FileCompression.Gzip, ".gz.parquet"),
        new(FileFormat.Parquet, FileCompression.Zstd, ".zst.parquet"),
        new(FileFormat.Parquet, FileCompression.None, ".parquet"),
    ];

    /// <summary>The kind that settings ask for.</summary>
    public static FileKind Of(FilesOptions options) => All.First(kind => kind.Format == options.Format && kind.Compression == options.Compression);

    /// <summary>The kind of a file that any settings have made.</summary>
    public static FileKind Of(string path) => All.First(kind => path.EndsWith(kind.Extension, StringComparison.Ordinal));
}
