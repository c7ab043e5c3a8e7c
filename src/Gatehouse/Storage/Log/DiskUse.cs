namespace Gatehouse.Storage.Log;

/// <summary>How much of its share of the disk the log uses. Measured by looking at the files, not more often than it matters.</summary>
internal sealed class DiskUse
{
    /// <summary>Three quarters are used: whatever can be trimmed is.</summary>
    public const int High = 1;

    /// <summary>Nine tenths are used: the policy begins to give something up, if it is one that does.</summary>
    public const int Critical = 2;

    /// <summary>All is used.</summary>
    public const int Full = 3;

    private readonly string _folder;
    private readonly long? _budget;
    private readonly long _reserve;
    private readonly DriveInfo _drive;
    private readonly long _step;
    private long _bytes;
    private long _sinceMeasured;
    private int _level;

    public DiskUse(EventLogOptions options)
    {
        (_folder, _budget, _reserve) = (options.Folder, options.DiskBudget, options.DiskReserve);
        _drive = new(Path.GetFullPath(options.Folder));
        Share = Math.Max(1, Math.Min(_budget ?? long.MaxValue, _drive.TotalSize - _reserve));
        _step = Math.Clamp(Share / 256, 64 << 10, 4 << 20);
        Measure();
    }

    /// <summary>Bytes that the log may use at most.</summary>
    public long Share { get; }

    /// <summary>Bytes that it uses.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>How much is used: 0 to 3.</summary>
    public int Level => Volatile.Read(ref _level);

    /// <summary>The level before so many bytes more are written.</summary>
    public int Before(int bytes)
    {
        // A record is written twice, to the WAL and to the database.
        _sinceMeasured += 2L * bytes;
        if (_sinceMeasured >= _step || Level >= Critical)
        {
            Measure();
        }

        return Level;
    }

    /// <summary>Looks at the files.</summary>
    public void Measure()
    {
        var bytes = 0L;
        foreach (var file in new DirectoryInfo(_folder).EnumerateFiles())
        {
            try
            {
                bytes += file.Length;
            }
            catch (FileNotFoundException)
            {
                // Deleted since it was listed.
            }
        }

        _sinceMeasured = 0;
        Volatile.Write(ref _bytes, bytes);
        Volatile.Write(ref _level, LevelOf(bytes, _drive.AvailableFreeSpace));
    }

    /// <summary>Whether the disk itself has no space, whatever the log may use.</summary>
    public bool IsDiskShort() => _drive.AvailableFreeSpace < 1 << 20;

    private int LevelOf(long bytes, long free)
    {
        var used = (double)bytes / (_budget ?? long.MaxValue);

        // What the disk has left, as a part of what the log could have there.
        var usable = Math.Max(0, free - _reserve);
        used = Math.Max(used, (double)bytes / Math.Max(1, bytes + usable));
        return usable == 0 || used >= 1 ? Full : used >= 0.9 ? Critical : used >= 0.75 ? High : 0;
    }
}
