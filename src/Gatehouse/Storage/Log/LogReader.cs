using Gatehouse.Diagnostics;
using Gatehouse.Events;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Storage.Log;

/// <summary>Reads the log across segments, and around what is damaged: that is counted and told, never passed over in silence.</summary>
internal sealed partial class LogReader(Catalogue catalogue, SegmentReaders readers, LogMetrics metrics, ILogger logger)
{
    /// <summary>Reads entries, at least one if there is one to read.</summary>
    /// <returns>The entries, and the position behind all that was looked at.</returns>
    public (List<LogEntry> Entries, long Next) Read(long from, int mostEntries, int mostBytes)
    {
        var entries = new List<LogEntry>(Math.Min(mostEntries, 256));
        var end = catalogue.Next;
        while (entries.Count == 0 && from < end)
        {
            var segment = Find(from);
            from = Math.Max(from, segment?.First ?? end);
            if (segment is null || from >= end)
            {
                return (entries, end);
            }

            from = ReadSegment(segment, from, Math.Min(segment.End, end), mostEntries, mostBytes, entries);
        }

        return (entries, from);
    }

    private Segment? Find(long position)
    {
        foreach (var segment in catalogue.Segments)
        {
            if (segment.End > position)
            {
                return segment;
            }
        }

        return null;
    }

    private long ReadSegment(Segment segment, long from, long end, int mostEntries, int mostBytes, List<LogEntry> entries)
    {
        SegmentReader? reader = null;
        try
        {
            reader = readers.Rent(segment);
            var (damaged, next) = reader.Read(from, end, mostEntries, mostBytes, entries);
            if (damaged > 0)
            {
                Lost(segment, from, next, damaged);
            }

            // A position that is given is there, so an answer without any means that the rest of the file is lost.
            if (next == from)
            {
                Lost(segment, from, end, end - from);
                next = end;
            }

            return next;
        }
        catch (SqliteException error) when (SqliteErrors.IsCorruption(error))
        {
            if (entries.Count > 0)
            {
                return entries[^1].Position + 1;
            }

            var next = reader is null ? end : FirstReadable(reader, from, end);
            Lost(segment, from, next, next - from);
            return next;
        }
        catch
        {
            reader?.Dispose();
            reader = null;
            throw;
        }
        finally
        {
            readers.Return(reader);
        }
    }

    /// <summary>A position behind a damaged place, found by steps that double and then halve.</summary>
    private static long FirstReadable(SegmentReader reader, long damaged, long end)
    {
        var step = 1L;
        while (damaged + step < end && !reader.CanRead(damaged + step))
        {
            step *= 2;
        }

        var (low, high) = (damaged + (step / 2), Math.Min(damaged + step, end));
        while (low + 1 < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = reader.CanRead(middle) ? (low, middle) : (middle, high);
        }

        return high;
    }

    private void Lost(Segment segment, long from, long next, long count)
    {
        segment.MarkDamaged();
        if (segment.NoteLost(next))
        {
            metrics.Lost("damaged", count);
            LogLost(segment.Path, count, from, next - 1);
        }
    }

    [LoggerMessage(1911, LogLevel.Critical, "The log's file {Path} is damaged: {Count} events between positions {From} and {To} cannot be read. The others are read; the file will be put aside and not deleted.")]
    private partial void LogLost(string path, long count, long from, long to);
}
