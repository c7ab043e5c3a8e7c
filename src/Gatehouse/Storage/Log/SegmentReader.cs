using System.Buffers.Binary;
using Gatehouse.Events;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Storage.Log;

/// <summary>A connection that reads a segment.</summary>
internal sealed class SegmentReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteStatement _read;
    private SqliteStatement? _ids;

    public SegmentReader(Segment segment)
    {
        Segment = segment;
        _connection = SqliteFile.Connect(segment.Path, "PRAGMA query_only = 1; PRAGMA cache_size = -1024;", SqliteOpenMode.ReadWrite);
        try
        {
            _read = new(_connection, "SELECT position, record FROM events WHERE position >= ? AND position < ? ORDER BY position LIMIT ?");
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>What it reads.</summary>
    public Segment Segment { get; }

    /// <summary>Adds entries to a list until it is long enough.</summary>
    /// <returns>How many were damaged, and the position behind the last one that was looked at.</returns>
    public (int Damaged, long Next) Read(long from, long end, int mostEntries, int mostBytes, List<LogEntry> into)
    {
        var damaged = 0;
        var bytes = 0L;
        _read.Bind(1, from);
        _read.Bind(2, end);
        _read.Bind(3, mostEntries);
        try
        {
            while (bytes < mostBytes && _read.Next())
            {
                var record = _read.Bytes(1);
                var position = _read.Number(0);
                from = position + 1;
                if (RecordCodec.Read(position, record) is { } read)
                {
                    bytes += read.Bytes;
                    into.Add(read);
                }
                else
                {
                    damaged++;
                }
            }
        }
        finally
        {
            _read.Reset();
        }

        return (damaged, from);
    }

    /// <summary>The position of an event by its id, looked for in all of the segment. Null: it is not there.</summary>
    public long? Find(UInt128 id)
    {
        Span<byte> wanted = stackalloc byte[Fingerprint.Length];
        BinaryPrimitives.WriteUInt128BigEndian(wanted, id);
        _ids ??= new(_connection, "SELECT ids, first FROM commits ORDER BY first DESC");
        try
        {
            while (_ids.Next())
            {
                var ids = _ids.Bytes(0);
                for (var index = 0; ids.Length >= Fingerprint.Length; ids = ids[Fingerprint.Length..], index++)
                {
                    if (ids.StartsWith(wanted))
                    {
                        return _ids.Number(1) + index;
                    }
                }
            }

            return null;
        }
        finally
        {
            _ids.Reset();
        }
    }

    /// <summary>Whether the place of a position can be read.</summary>
    public bool CanRead(long position)
    {
        _read.Bind(1, position);
        _read.Bind(2, long.MaxValue);
        _read.Bind(3, 1);
        try
        {
            _read.Next();
            return true;
        }
        catch (SqliteException error) when (SqliteErrors.IsCorruption(error))
        {
            return false;
        }
        finally
        {
            _read.Reset();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _read.Dispose();
        _ids?.Dispose();
        _connection.Dispose();
    }
}
