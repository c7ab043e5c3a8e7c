using Microsoft.Data.Sqlite;

namespace Gatehouse.Storage.Log;

/// <summary>The segment that events are put into. Only the writer's thread touches it.</summary>
internal sealed class OpenSegment : IDisposable
{
    private OpenSegment(Segment segment, SegmentWriter writer, FingerprintSet ids, CheckpointThread checkpoints) =>
        (Segment, Writer, Ids, Checkpoints, Bytes) = (segment, writer, ids, checkpoints, SqliteFile.Length(segment.Path));

    /// <summary>Which one it is.</summary>
    public Segment Segment { get; }

    /// <summary>Its statements.</summary>
    public SegmentWriter Writer { get; }

    /// <summary>Its ids, those of the commit that is being made included.</summary>
    public FingerprintSet Ids { get; }

    /// <summary>Keeps its WAL short.</summary>
    public CheckpointThread Checkpoints { get; }

    /// <summary>About how large it is.</summary>
    public long Bytes { get; set; }

    /// <summary>Opens a segment, and reads back what it holds.</summary>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    public static OpenSegment Open(Segment segment, LogDurability durability, string settings)
    {
        var sync = durability == LogDurability.Fsync ? "FULL" : "NORMAL";
        var connection = SqliteFile.Connect(segment.Path, $"PRAGMA synchronous = {sync}; PRAGMA cache_size = -4096; {CheckpointThread.WriterSettings} {settings}", SqliteOpenMode.ReadWrite);
        try
        {
            var ids = new FingerprintSet();
            SegmentFile.Renew(connection);
            SegmentFile.ReadEnd(connection, segment);
            SegmentFile.ReadIds(connection, ids);
            return new(segment, new(connection), ids, new("gatehouse-log-checkpoints", () => SqliteFile.Connect(segment.Path, string.Empty, SqliteOpenMode.ReadWrite)));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Checkpoints.Dispose();
        Writer.Dispose();
    }
}
