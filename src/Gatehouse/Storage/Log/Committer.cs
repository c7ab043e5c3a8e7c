using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Gatehouse.Diagnostics;
using Gatehouse.Events;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Storage.Log;

/// <summary>Puts appends into the open segment, one transaction for all that wait. Belongs to the writer's thread.</summary>
internal sealed partial class Committer(LogParts parts, Housekeeper housekeeper) : IDisposable
{
    private const long SmallestToTrim = 1 << 20;

    private readonly ILogger _logger = parts.Logger;
    private readonly EventLogOptions _options = parts.Options;
    private readonly Catalogue _catalogue = parts.Catalogue;
    private readonly List<UInt128> _added = [];
    private OpenSegment? _open;
    private byte[] _ids = [];

    // Rolls happen at whole commits, so a small budget needs small files.
    private long SegmentBytes => Math.Min(_options.SegmentBytes, parts.Disk.Share / 8);

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

    /// <summary>Commits appends and sets their answers; says why not, when nothing is stored.</summary>
    public AppendStatus Commit(List<PendingAppend> appends)
    {
        var began = parts.Time.GetTimestamp();
        try
        {
            EnsureOpen();
            var status = CommitOpen(appends);
            if (_added.Count > 0)
            {
                parts.Metrics.Committed(_added.Count, parts.Time.GetElapsedTime(began));
            }

            return status;
        }
        catch (SqliteException error)
        {
            return Recover(error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Abandon();
            LogTrouble(error.Message);
            return parts.Disk.IsDiskShort() ? AppendStatus.DiskFull : AppendStatus.Failed;
        }
        finally
        {
            _added.Clear();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _open?.Dispose();
        _open = null;
    }

    private AppendStatus CommitOpen(List<PendingAppend> appends)
    {
        var (bytes, count) = (0, 0);
        foreach (var append in appends)
        {
            bytes += append.Bytes;
            count += append.Count;
        }

        var level = parts.Disk.Before(bytes);
        if (level >= DiskUse.High)
        {
            housekeeper.Tidy();
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
        open.Ids.Reserve(count);
        open.Writer.Begin();
        foreach (var append in appends)
        {
            append.Answer = Write(open, append, level);
        }

        if (_added.Count == 0)
        {
            open.Writer.Rollback();
            return AppendStatus.Stored;
        }

        var ticks = parts.Time.GetUtcNow().UtcTicks;
        open.Writer.WriteIds(first, ticks, PackIds());
        parts.Hook?.Invoke(LogStep.Commit);
        open.Writer.Commit();
        parts.Hook?.Invoke(LogStep.Committed);
        open.Checkpoints.Committed();
        open.Bytes += bytes;
        open.Segment.NewestTicks = ticks;
        open.Segment.End = first + _added.Count;
        _catalogue.Publish(open.Segment.End);
        return AppendStatus.Stored;
    }

    private AppendResult Write(OpenSegment open, PendingAppend append, int level)
    {
        var (stored, duplicates, shed) = (0, 0, 0);
        for (var i = 0; i < append.Count; i++)
        {
            var id = append.FingerprintOf(i);
            if (open.Ids.Contains(id) || parts.Ids.Contains(id))
            {
                duplicates++;
            }
            else if (level >= DiskUse.Critical && IsShed(append.Batch, i))
            {
                shed++;
            }
            else
            {
                open.Writer.Write(_catalogue.Next + _added.Count, append.RecordOf(i));
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

    private void EnsureOpen()
    {
        if (_open is not null)
        {
            return;
        }

        if (_catalogue.Segments is [.., { IsDamaged: false } newest] && newest.End == _catalogue.Next)
        {
            // After trouble nobody knows whether the last commit is in the file: the file says.
            _open = OpenSegment.Open(newest, _options.Durability, parts.Settings);
            _catalogue.Publish(Math.Max(newest.End, _catalogue.Next));
            return;
        }

        Create();
    }

    private void Create()
    {
        parts.Hook?.Invoke(LogStep.CreateSegment);
        if (_catalogue.Segments is [.., var newest] && newest.First == _catalogue.Next)
        {
            // A broken one without an event has the name that the new one would get.
            _catalogue.Publish(_catalogue.Next + 1);
        }

        var segment = new Segment(_options.Folder, _catalogue.Next);
        SegmentFile.Create(segment, parts.Id);
        _open = OpenSegment.Open(segment, _options.Durability, parts.Settings);
        _catalogue.Add(segment);
    }

    private void RollIfDue(int level)
    {
        var open = _open!;
        var count = open.Segment.End - open.Segment.First;

        // While ids of earlier segments wait for their files, memory would grow by a set a segment.
        if (count == 0 || parts.Ids.WithoutFile >= Housekeeper.MostWithoutFile)
        {
            return;
        }

        var isFull = count >= _options.SegmentRecords || open.Bytes >= SegmentBytes;

        // All of it is read, so it could be deleted if it were not open. A small one is left: a roll costs a few syncs.
        var isInTheWay = level >= DiskUse.High && open.Bytes >= Math.Min(SmallestToTrim, SegmentBytes) && parts.Cursors.Lowest >= open.Segment.End;
        if (isFull || isInTheWay)
        {
            Create();
            housekeeper.Seal(open);
        }
    }

    private AppendStatus Recover(SqliteException error)
    {
        LogTrouble(error.Message);
        if (SqliteErrors.IsCorruption(error) && _catalogue.Segments is [.., var newest] && newest.MarkDamaged())
        {
            LogDamaged(newest.Path);
        }

        if (SqliteErrors.IsFull(error) && _open is { } open && open.Writer.TryRollback(open.Segment))
        {
            // Nothing of it is in the file, and the connection is as good as before.
            open.Ids.Undo(CollectionsMarshal.AsSpan(_added));
        }
        else
        {
            Abandon();
        }

        return SqliteErrors.IsFull(error) || parts.Disk.IsDiskShort() ? AppendStatus.DiskFull : AppendStatus.Failed;
    }

    /// <summary>Lets go of the open segment; the next commit opens it again.</summary>
    private void Abandon()
    {
        var open = _open;
        _open = null;
        if (open is null)
        {
            return;
        }

        open.Ids.Undo(CollectionsMarshal.AsSpan(_added));
        open.Writer.TryRollback(open.Segment);
        if (open.Segment.IsDamaged)
        {
            housekeeper.Seal(open);
        }
        else
        {
            open.Dispose();
        }
    }

    [LoggerMessage(1914, LogLevel.Error, "Events could not be stored: {Finding}")]
    private partial void LogTrouble(string finding);

    [LoggerMessage(1915, LogLevel.Critical, "The log's file {Path} is damaged. It gets no more events; the next ones go into a new file.")]
    private partial void LogDamaged(string path);
}
