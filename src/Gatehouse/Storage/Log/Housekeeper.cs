using Gatehouse.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Storage.Log;

/// <summary>
/// Does what must not hold the writer: seals segments, writes their ids, forgets ids beyond the window, deletes what nobody needs.
/// All of it on one thread.
/// </summary>
internal sealed partial class Housekeeper : IDisposable
{
    /// <summary>Sealed segments whose ids are in memory alone. While there are more, no segment is sealed.</summary>
    public const int MostWithoutFile = 2;

    private const int MostAside = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly WorkThreads _thread = new("gatehouse-log-housekeeper", 1);
    private readonly LogParts _parts;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private int _isDue;

    public Housekeeper(LogParts parts)
    {
        (_parts, _logger) = (parts, parts.Logger);
        _timer = parts.Time.CreateTimer(_ => Tidy(), null, Pause, Pause);
    }

    /// <summary>Looks soon whether there is something to do. Costs little when that was asked already.</summary>
    public void Tidy()
    {
        if (Interlocked.Exchange(ref _isDue, 1) == 0)
        {
            _thread.TryAdd(TidyNow);
        }
    }

    /// <summary>Takes a segment over that gets no more events. Its ids are asked from memory until they have a file.</summary>
    public void Seal(OpenSegment open)
    {
        _parts.Ids.Add(new(open.Segment, open.Ids));
        if (!_thread.TryAdd(() => Close(open)))
        {
            Close(open);
        }

        Tidy();
    }

    /// <summary>Finishes what is begun.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        _thread.Dispose();
    }

    private void Close(OpenSegment open)
    {
        try
        {
            open.Writer.Checkpoint("TRUNCATE");
        }
        catch (SqliteException error)
        {
            // The WAL has it all, and readers read that.
            LogUnsealed(open.Segment.Path, error.Message);
        }

        open.Dispose();
    }

    private void TidyNow()
    {
        Volatile.Write(ref _isDue, 0);
        try
        {
            WriteIds();
            ForgetIds();
            var deleted = Trim() | DropOldest();
            if (deleted || _parts.Disk.Level > 0)
            {
                _parts.Disk.Measure();
            }

            CheckIds();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or SqliteException)
        {
            LogTrouble(error.Message);
        }
    }

    private bool Trim()
    {
        var oldest = _parts.Options.Retain is { } retain ? (_parts.Time.GetUtcNow() - retain).UtcTicks : long.MaxValue;
        var passed = _parts.Cursors.Lowest ?? 0;
        var any = false;
        while (_parts.Catalogue.Segments is [var segment, _, ..] && segment.End <= passed && segment.NewestTicks < oldest && IsFree(segment))
        {
            Delete(segment);
            _parts.Metrics.Trimmed(segment.End - segment.First);
            any = true;
        }

        return any;
    }

    private bool DropOldest()
    {
        var any = false;
        while (_parts.Options.AtLimit == LimitPolicy.Oldest && _parts.Disk.Level >= DiskUse.Critical && _parts.Catalogue.Segments is [var segment, _, ..] && IsFree(segment))
        {
            var unread = segment.End - Math.Clamp(_parts.Cursors.Lowest ?? 0, segment.First, segment.End);
            Delete(segment);
            _parts.Disk.Measure();
            any = true;
            if (unread > 0)
            {
                _parts.Metrics.Lost("oldest", unread);
                LogDropped(unread, segment.First, segment.End - 1);
            }
        }

        return any;
    }

    /// <summary>Whether the ids of a segment do not need it any more.</summary>
    private bool IsFree(Segment segment)
    {
        foreach (var ids in _parts.Ids.All)
        {
            if (ids.Segment == segment)
            {
                return ids.File is not null;
            }
        }

        return true;
    }

    private void Delete(Segment segment)
    {
        _parts.Catalogue.Remove(segment);
        _parts.Readers.Forget(segment);
        if (segment.IsDamaged)
        {
            SqliteFile.PutAside(segment.Path, _parts.Time);
            DeleteAside(_parts.Options.Folder);
        }
        else
        {
            SqliteFile.Delete(segment.Path);
        }
    }

    /// <summary>Keeps a few of the files that were put aside.</summary>
    private static void DeleteAside(string folder)
    {
        var aside = Directory.EnumerateFiles(folder, "events-*.corrupt-*").Where(static path => !path.EndsWith("-wal", StringComparison.Ordinal) && !path.EndsWith("-shm", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        foreach (var path in aside.SkipLast(MostAside).ToList())
        {
            SqliteFile.Delete(path);
        }
    }

    [LoggerMessage(1916, LogLevel.Warning, "The WAL of {Path} could not be copied into the file: {Finding}. It is read as it is.")]
    private partial void LogUnsealed(string path, string finding);

    [LoggerMessage(1917, LogLevel.Error, "The log could not be tidied up: {Finding}. It is tried again.")]
    private partial void LogTrouble(string finding);

    [LoggerMessage(1919, LogLevel.Error, "The disk is nearly used up: {Count} events that not every reader had passed are deleted, positions {From} to {To}.")]
    private partial void LogDropped(long count, long from, long to);
}
