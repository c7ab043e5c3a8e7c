namespace Gatehouse.Delivery.Destinations.Files;

/// <summary>A file that takes events.</summary>
internal sealed class OpenFile : IDisposable
{
    private readonly IDiskFile _file;

    public OpenFile(IFileDisk disk, StoredFile stored)
    {
        Stored = stored;
        _file = disk.Open(stored.Path + FileNames.Open);
    }

    /// <summary>What is stored of it.</summary>
    public StoredFile Stored { get; private set; }

    /// <summary>Bytes behind those that are stored, or, when negative, bytes that are missing.</summary>
    public long Excess => _file.Length - Stored.Length;

    /// <summary>Cuts what is behind the last stored batch.</summary>
    public void Resume()
    {
        if (Excess > 0)
        {
            _file.Cut(Stored.Length);
            _file.Sync();
        }
    }

    /// <summary>Appends a batch and waits until it is on the disk. It is in the file when <see cref="Accept"/> is called.</summary>
    public StoredFile Append(byte[] frame)
    {
        _file.Write(frame, Stored.Length);
        _file.Sync();
        return Stored with { Length = Stored.Length + frame.Length };
    }

    /// <summary>What was appended is stored.</summary>
    public void Accept(StoredFile stored) => Stored = stored;

    public void Dispose() => _file.Dispose();
}
