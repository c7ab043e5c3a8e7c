using System.Diagnostics;
using Gatehouse.Functional.Harness;

namespace Gatehouse.Functional.Crash;

/// <summary>A file system of a few megabytes, in memory, that can be filled to the last byte and emptied again.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly bool _isMounted;

    private SmallDisk(int megabytes) => _isMounted = Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", _folder.Path);

    /// <summary>Where it is.</summary>
    public string Path => _folder.Path;

    private string Ballast => _folder.File("ballast");

    /// <summary>Mounts one. Null: this user may not.</summary>
    public static SmallDisk? TryMount(int megabytes)
    {
        var disk = new SmallDisk(megabytes);
        if (disk._isMounted)
        {
            return disk;
        }

        disk.Dispose();
        return null;
    }

    /// <summary>Fills it but for so many bytes.</summary>
    public void Fill(long left)
    {
        using var file = new FileStream(Ballast, FileMode.Append);
        var chunk = new byte[1 << 16];
        try
        {
            while (new DriveInfo(Path).AvailableFreeSpace > left)
            {
                file.Write(chunk);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // To the last byte.
        }
    }

    /// <summary>Frees what was filled.</summary>
    public void Free() => File.Delete(Ballast);

    public void Dispose()
    {
        if (_isMounted)
        {
            Run("umount", _folder.Path);
        }

        _folder.Dispose();
    }

    private static bool Run(string program, params IEnumerable<string> arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
