namespace Gatehouse.Server.Demo;

/// <summary>The demo's data: a folder in the temporary one, which goes with the demo, and with the next one if the demo was killed.</summary>
internal sealed class DemoFolder : IDisposable
{
    private const string Prefix = "gatehouse-demo-";
    private const string LockName = "demo.lock";

    private readonly FileStream _lock;

    private DemoFolder(string path, FileStream held) => (Path, _lock) = (path, held);

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Makes one, and deletes those whose demos are no more.</summary>
    public static DemoFolder Make()
    {
        foreach (var left in Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), Prefix + "*"))
        {
            DeleteLeft(left);
        }

        var path = Directory.CreateTempSubdirectory(Prefix).FullName;
        return new(path, new(System.IO.Path.Combine(path, LockName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None));
    }

    public void Dispose()
    {
        _lock.Dispose();
        Directory.Delete(Path, recursive: true);
    }

    // A demo that runs holds its lock, and the system gives it back however the demo ends.
    private static void DeleteLeft(string folder)
    {
        try
        {
            using (new FileStream(System.IO.Path.Combine(folder, LockName), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            {
            }

            Directory.Delete(folder, recursive: true);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            // It is at work, or another user's.
        }
    }
}
