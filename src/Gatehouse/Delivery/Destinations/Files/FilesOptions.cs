namespace Gatehouse.Delivery.Destinations.Files;

/// <summary>What files of events have to know.</summary>
internal sealed record FilesOptions
{
    /// <summary>The folder, in full, below which the sites' folders are.</summary>
    public required string Folder { get; init; }

    /// <summary>What a finished file is.</summary>
    public FileFormat Format { get; init; }

    /// <summary>How what is in a file is packed.</summary>
    public FileCompression Compression { get; init; } = FileCompression.Gzip;

    /// <summary>Bytes at which a file is closed and the next one begins; a batch is not cut.</summary>
    public long RollBytes { get; init; } = 128L << 20;

    /// <summary>How long a file is open at most.</summary>
    public TimeSpan RollAge { get; init; } = TimeSpan.FromMinutes(15);
}
