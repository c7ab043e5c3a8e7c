using Gatehouse.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Storage.Log;

/// <summary>Finds out what the last run has left, and puts aside what is broken.</summary>
internal sealed partial class LogOpening(RememberedIds ids, EventLogOptions options, TimeProvider time, LogMetrics metrics, ILogger logger)
{
    private readonly Catalogue _catalogue = new();
    private Guid? _knownId;

    /// <summary>Reads the folder.</summary>
    public LogParts Open(string settings, Action<LogStep>? hook)
    {
        DeleteLeftovers();

        var cursors = CursorFile.Open(options.Folder, time, logger);
        try
        {
            var next = Math.Max(1, cursors.Highest);
            var segments = Segment.In(options.Folder).ToList();
            foreach (var segment in segments)
            {
                next = Math.Max(next, Take(segment, isNewest: segment == segments[^1], segments));
            }

            _catalogue.Publish(next);
            ReadIds();
            return new(options, cursors.ReadId(_knownId), _catalogue, new(options.TailBytes), ids, cursors, new(), new(options), time, metrics, logger, settings, hook);
        }
        catch
        {
            cursors.Dispose();
            throw;
        }
    }

    /// <summary>Deletes files that were not finished, and what a deleted database has left.</summary>
    private void DeleteLeftovers()
    {
        foreach (var file in Directory.GetFiles(options.Folder))
        {
            var isPart = file.EndsWith(".db-wal", StringComparison.Ordinal) || file.EndsWith(".db-shm", StringComparison.Ordinal);
            if (file.EndsWith(".new", StringComparison.Ordinal) || (isPart && !File.Exists(file[..^"-wal".Length])))
            {
                File.Delete(file);
            }
        }
    }

    /// <summary>Takes a segment into the log, and says which position comes behind it.</summary>
    private long Take(Segment segment, bool isNewest, List<Segment> all)
    {
        if (isNewest && new FileInfo(segment.Path + "-wal") is { Exists: true, Length: > 0 } wal)
        {
            LogNotClosed(wal.Length);
        }

        try
        {
            var id = SegmentFile.Inspect(segment);
            _knownId ??= id;
            if (id is null && !isNewest)
            {
                return segment.First;
            }

            if (id is null)
            {
                // A crash came before its schema was whole. It is made again.
                SqliteFile.Delete(segment.Path);
                return segment.First;
            }

            _catalogue.Add(segment);
            return segment.End;
        }
        catch (SqliteException error) when (SqliteErrors.IsCorruption(error))
        {
            var end = isNewest ? segment.First + Segment.MostPositions : all[all.IndexOf(segment) + 1].First;
            LogPutAside(SqliteFile.PutAside(segment.Path, time), segment.First, end - 1, error.Message);
            metrics.Lost("damaged", end - segment.First);
            return end;
        }
    }

    private void ReadIds()
    {
        var segments = _catalogue.Segments;
        var newest = segments is [.., var last] && last.End == _catalogue.Next ? last : null;
        foreach (var first in IdsFile.In(options.Folder).ToList())
        {
            var segment = Find(first) ?? new Segment(options.Folder, first);
            if (segment == newest)
            {
                // It was sealed, but the next one never came to be: it is open again.
                File.Delete(IdsFile.PathOf(options.Folder, first));
            }
            else if (IdsFile.Open(options.Folder, first) is { } file)
            {
                ids.Add(new(segment, file));
            }
            else
            {
                LogIdsDamaged(IdsFile.PathOf(options.Folder, first));
                File.Delete(IdsFile.PathOf(options.Folder, first));
            }
        }

        var oldest = (time.GetUtcNow() - options.DedupWindow).UtcTicks;
        foreach (var segment in segments)
        {
            if (segment != newest && segment.NewestTicks >= oldest && !HasIds(segment))
            {
                ids.Add(new(segment, SegmentIds.Read(segment, logger)));
            }
        }
    }

    private Segment? Find(long first)
    {
        foreach (var segment in _catalogue.Segments)
        {
            if (segment.First == first)
            {
                return segment;
            }
        }

        return null;
    }

    private bool HasIds(Segment segment)
    {
        foreach (var one in ids.All)
        {
            if (one.Segment == segment)
            {
                return true;
            }
        }

        return false;
    }

    [LoggerMessage(1922, LogLevel.Warning, "The log was not closed. It goes on behind its last whole commit; {Bytes} bytes of WAL were read back.")]
    private partial void LogNotClosed(long bytes);

    [LoggerMessage(1923, LogLevel.Critical, "A file of the log could not be read ({Finding}). It was put aside as {Name}; events between positions {From} and {To} are not delivered.")]
    private partial void LogPutAside(string name, long from, long to, string finding);

    [LoggerMessage(1924, LogLevel.Warning, "The ids in {Path} are damaged. They are read from the events' file, if that is still there.")]
    private partial void LogIdsDamaged(string path);
}
