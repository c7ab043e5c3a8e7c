using System.Buffers.Binary;
using Gatehouse.Diagnostics;
using Gatehouse.Events;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Storage.Log;

/// <summary>Puts appends into the open segment, one transaction for all that wait. Belongs to the writer's thread.</summary>
internal sealed partial class Committer(LogParts parts, Housekeeper housekeeper, RefusedCounts refused) : IDisposable
{
    private const long SmallestToTrim = 1 << 20;

    private readonly ILogger _logger = parts.Logger;
    private readonly EventLogOptions _options = parts.Options;
    private readonly Catalogue _catalogue = parts.Catalogue;
    private readonly List<UInt128> _added = [];
    private readonly List<LogEntry> _entries = [];
    private readonly TallySheet _sheet = new();
    private OpenSegment? _open;
    private byte[] _ids = [];

    // What is to be counted if the last commit is not in the file after all.
    private IReadOnlyList<RefusedCount> _unsure = [];

    /// <summary>Opens the newest segment, or makes one. A full disk does not stop the start: readers may free it.</summary>
    public void Start()
    {
        try
        {
            EnsureOpen();
        }
        catch (SqliteException error) when (SqliteErrors.IsFull(error))
        {
            LogTrouble(error.Message);
        }
    }

    /// <summary>Commits appends and sets their answers; says why not, when nothing is stored. Tallies of what was refused go with them.</summary>
    /// <param name="appends">What waits. None: only tallies are due.</param>
    public AppendStatus Commit(List<PendingAppend> appends) => Commit(appends, isLast: false);

    /// <summary>Writes what is still to be counted.</summary>
    public void Finish() => Commit([], isLast: true);

    /// <inheritdoc/>
    public void Dispose()
    {
        _open?.Dispose();
        _open = null;
    }

    private AppendStatus Commit(List<PendingAppend> appends, bool isLast)
    {
        var began = parts.Time.GetTimestamp();
        if (appends.Count + _unsure.Count == 0 && refused.IsEmpty)
        {
            return AppendStatus.Stored;
        }

        AppendStatus status;
        IReadOnlyList<RefusedCount>? counts = null;
        try
        {
            EnsureOpen();
            (counts, var isDue) = refused.Take();
            _sheet.Add(counts);
            status = CommitOpen(appends, isDue || isLast);
            if (_added.Count > 0)
            {
                parts.Metrics.Committed(_added.Count, parts.Time.GetElapsedTime(began));
            }
        }
        catch (SqliteException error)
        {
            status = Recover(error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Abandon();
            LogTrouble(error.Message);
            status = parts.Disk.IsDiskShort() ? AppendStatus.DiskFull : AppendStatus.Failed;
        }

        if (status != AppendStatus.Stored)
        {
            var isSure = counts is null || _open is not null;
            counts ??= refused.Take().Counts;
            CountRefused(counts.Concat(appends.SelectMany(append => RefusedCount.Of(append.Batch, RefusalReasons.Of(status)))), isSure);
        }

        _added.Clear();
        _entries.Clear();
        _sheet.Clear();
        return status;
    }

    /// <summary>Counts what is not stored; when that is not sure, later, once the file has been asked.</summary>
    private void CountRefused(IEnumerable<RefusedCount> counts, bool isSure)
    {
        if (isSure)
        {
            refused.Add(counts);
        }
        else
        {
            _unsure = [.. counts];
        }
    }

    private void Settle(bool isStored)
    {
        if (!isStored)
        {
            refused.Add(_unsure);
        }

        _unsure = [];
    }

    private AppendStatus CommitOpen(List<PendingAppend> appends, bool isDue)
    {
        var bytes = appends.Sum(static append => append.Bytes);
        var level = parts.Disk.Before(bytes);
        if (level >= DiskUse.High)
        {
            housekeeper.Tidy();
            level = ShortenWal(level);
        }

        RollIfDue(level);
        if (level == DiskUse.Full)
        {
            return AppendStatus.DiskFull;
        }

        var open = _open!;
        if (open.Checkpoints.TakeRestartWish())
        {
            open.Writer.Checkpoint("RESTART");
        }

        var first = _catalogue.Next;
        open.Writer.Begin();
        foreach (var append in appends)
        {
            append.Answer = Write(open, append, level);
            _sheet.Add(append.Batch, append.Answer);
        }

        // Nobody was told 200, so it may wait for what must be on the disk.
        if (_added.Count == 0 && !_sheet.HasDuplicates && !isDue)
        {
            open.Writer.Rollback();
            refused.Add(_sheet.ToRefused());
            return AppendStatus.Stored;
        }

        var now = parts.Time.GetUtcNow();
        var end = WriteTallies(open, first + _added.Count, now);
        if (end == first)
        {
            open.Writer.Rollback();
            return AppendStatus.Stored;
        }

        open.Writer.WriteIds(first, now.UtcTicks, PackIds());
        parts.Hook?.Invoke(LogStep.Commit);
        open.Writer.Commit();
        parts.Hook?.Invoke(LogStep.Committed);
        open.Checkpoints.Committed();
        open.Bytes += bytes;
        open.Segment.NewestTicks = now.UtcTicks;
        open.Segment.End = end;
        parts.Tail.Add(_entries);
        _catalogue.Publish(end);
        return AppendStatus.Stored;
    }

    /// <summary>Small commits are whole pages in the WAL, many times what the events take: it must not use their share up.</summary>
    private int ShortenWal(int level)
    {
        if (SqliteFile.WalLength(_open!.Segment.Path) < parts.Disk.Share / 16)
        {
            return level;
        }

        _open.Writer.Checkpoint("TRUNCATE");
        parts.Disk.Measure();
        return parts.Disk.Level;
    }

    private long WriteTallies(OpenSegment open, long position, DateTimeOffset now)
    {
        foreach (var (site, tally) in _sheet.Telling)
        {
            open.Writer.Write(position, RecordCodec.Write(site, tally, now, _options.Durability));
            _entries.Add(tally.ToEntry(position++, site, now));
        }

        return position;
    }

    private AppendResult Write(OpenSegment open, PendingAppend append, int level)
    {
        var (stored, duplicates) = (0, 0);
        List<int>? shed = null;
        for (var i = 0; i < append.Count; i++)
        {
            var id = append.FingerprintOf(i);
            if (open.Ids.Contains(id) || parts.Ids.Contains(id))
            {
                duplicates++;
            }
            else if (level >= DiskUse.Critical && IsShed(append.Batch, i))
            {
                (shed ??= []).Add(i);
            }
            else
            {
                var position = _catalogue.Next + _added.Count;
                open.Writer.Write(position, append.RecordOf(i));
                _entries.Add(new LogRecord(position, append.Batch.Site, append.Batch.Events[i], append.Batch.Facts));
                open.Ids.TryAdd(id);
                _added.Add(id);
                stored++;
            }
        }

        return new(AppendStatus.Stored, stored, duplicates, shed);
    }

    private bool IsShed(EventBatch batch, int index)
    {
        if (_options.AtLimit != LimitPolicy.Shed)
        {
            return false;
        }

        var @event = batch.Events[index];
        foreach (var rule in _options.Shed)
        {
            if (rule.Fits(@event))
            {
                parts.Metrics.Shed(batch.Site, EventTypes.NameOf(@event.Type));
                return true;
            }
        }

        return false;
    }

    private ReadOnlySpan<byte> PackIds()
    {
        var length = _added.Count * Fingerprint.Length;
        if (_ids.Length < length)
        {
            _ids = new byte[Math.Max(length, _ids.Length * 2)];
        }

        for (var i = 0; i < _added.Count; i++)
        {
            BinaryPrimitives.WriteUInt128BigEndian(_ids.AsSpan(i * Fingerprint.Length), _added[i]);
        }

        return _ids.AsSpan(0, length);
    }
}
