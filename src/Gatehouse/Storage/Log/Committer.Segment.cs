using Gatehouse.Events;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Storage.Log;

/// <content>The open segment: how it comes to be, how it is replaced, and what trouble does to it.</content>
internal sealed partial class Committer
{
    // Rolls happen at whole commits, so a small budget needs small files.
    private long SegmentBytes => Math.Min(_options.SegmentBytes, parts.Disk.Share / 8);

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
            Settle(isStored: newest.End > _catalogue.Next);
            _catalogue.Publish(Math.Max(newest.End, _catalogue.Next));
            return;
        }

        Create();
        Settle(isStored: false);
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
            _added.ForEach(open.Ids.Remove);
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

        _added.ForEach(open.Ids.Remove);
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
