namespace Gatehouse.Storage;

/// <summary>Keeps a second process out of a folder, as long as this one lives.</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, and makes the folder when there is none.</summary>
    /// <exception cref="StorageException">Another process has it, or the folder cannot be written.</exception>
    public static FolderLock Take(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        try
        {
            Directory.CreateDirectory(folder);
            return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new StorageException($"The Data folder '{folder}' cannot be written: {denied.Message} Give the process the right to, or set Gatehouse:Data to another folder.", denied);
        }
        catch (IOException trouble)
        {
            throw new StorageException(
                File.Exists(path)
                    ? $"The Data folder '{folder}' is in use by another process ('{path}' is locked). Stop that one, or set Gatehouse:Data to another folder."
                    : $"The Data folder '{folder}' cannot be used: {trouble.Message}",
                trouble);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
