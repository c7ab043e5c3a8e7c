namespace Gatehouse.Delivery.Destinations.Files;

/// <summary>How what is in a file is packed.</summary>
internal enum FileCompression
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>gzip; a member a batch.</summary>
    Gzip,

    /// <summary>Zstandard; a frame a batch.</summary>
    Zstd,
}
