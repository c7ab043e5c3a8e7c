using Microsoft.Win32.SafeHandles;

namespace Gatehouse.Delivery.Destinations.Files;

/// <summary>The disk itself.</summary>
internal sealed class FileDisk : IFileDisk
{
    public bool Exists(string path) => File.Exists(path);

    public void CreateFolder(string path) => Directory.CreateDirectory(path);

    public IDiskFile Open(string path) => new OpenedFile(File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read));

    public Stream Read(string path) => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);

    public void Move(string from, string to) => File.Move(from, to, overwrite: false);

    public void Delete(string path) => File.Delete(path);

    private sealed class OpenedFile(SafeFileHandle handle) : IDiskFile
    {
        public long Length => RandomAccess.GetLength(handle);

        public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(handle, bytes, offset);

        public void Cut(long length) => RandomAccess.SetLength(handle, length);

        public void Sync() => RandomAccess.FlushToDisk(handle);

        public void Dispose() => handle.Dispose();
    }
}
