namespace Gatehouse.Delivery.Destinations.Files;

/// <summary>A file that is being written.</summary>
internal interface IDiskFile : IDisposable
{
    /// <summary>Its bytes.</summary>
    long Length { get; }

    /// <summary>Writes at a place.</summary>
    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Cuts what is behind a place.</summary>
    void Cut(long length);

    /// <summary>Waits until what was written has reached the disk.</summary>
    void Sync();
}
