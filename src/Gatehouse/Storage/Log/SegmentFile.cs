using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Storage.Log;

/// <summary>The database of a segment: its schema, and what is asked of it when it is opened.</summary>
internal static class SegmentFile
{
    /// <summary>Version of the schema.</summary>
    public const int SchemaVersion = 2;

    // The same tables, without tallies.
    private const string FirstVersion = "1";

    private const string Schema = """
        BEGIN IMMEDIATE;
        CREATE TABLE about (log BLOB NOT NULL);
        CREATE TABLE events (position INTEGER PRIMARY KEY, record BLOB NOT NULL);
        CREATE TABLE commits (first INTEGER PRIMARY KEY, time INTEGER NOT NULL, ids BLOB NOT NULL);
        PRAGMA user_version = 2;
        """;

    /// <summary>Makes a segment's file, or one that a crash has left without its schema whole.</summary>
    public static void Create(Segment segment, Guid log)
    {
        using var connection = SqliteFile.Connect(segment.Path, string.Empty);
        if (SqliteFile.Scalar(connection, "PRAGMA user_version") == "0")
        {
            SqliteFile.Execute(connection, Schema);
            using var about = new SqliteStatement(connection, "INSERT INTO about VALUES (?)");
            about.Bind(1, log.ToByteArray(bigEndian: true));
            about.Run();
            SqliteFile.Execute(connection, "COMMIT");
        }
    }

    /// <summary>Reads how far a segment goes. Null: it has no schema, so nothing was ever put into it.</summary>
    /// <exception cref="StorageException">It was written by a newer version.</exception>
    public static Guid? Inspect(Segment segment)
    {
        using var connection = SqliteFile.Connect(segment.Path, string.Empty);
        var version = SqliteFile.Scalar(connection, "PRAGMA user_version");
        if (version == "0")
        {
            return null;
        }

        if (version != FirstVersion && version != SchemaVersion.ToString(CultureInfo.InvariantCulture))
        {
            throw new StorageException($"The log's file '{segment.Path}' has schema {version}; this version knows {SchemaVersion}. It was written by a newer Gatehouse: start that one, or set Gatehouse:Data to another folder.");
        }

        ReadEnd(connection, segment);
        using var about = new SqliteStatement(connection, "SELECT log FROM about");
        return about.Next() ? new Guid(about.Bytes(0), bigEndian: true) : null;
    }

    /// <summary>Says of a segment that it is going to be written that there may be things in it that older versions do not know.</summary>
    public static void Renew(SqliteConnection connection)
    {
        if (SqliteFile.Scalar(connection, "PRAGMA user_version") == FirstVersion)
        {
            SqliteFile.Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {SchemaVersion}"));
        }
    }

    /// <summary>Reads how far a segment goes.</summary>
    public static void ReadEnd(SqliteConnection connection, Segment segment)
    {
        using var end = new SqliteStatement(connection, "SELECT max(position) FROM events");
        segment.End = end.Next() ? Math.Max(end.Number(0) + 1, segment.First) : segment.First;
        using var newest = new SqliteStatement(connection, "SELECT time FROM commits ORDER BY first DESC LIMIT 1");
        segment.NewestTicks = newest.Next() ? newest.Number(0) : 0;
    }

    /// <summary>Reads the ids of a segment.</summary>
    public static void ReadIds(SqliteConnection connection, FingerprintSet into)
    {
        using var commits = new SqliteStatement(connection, "SELECT ids FROM commits");
        while (commits.Next())
        {
            var ids = commits.Bytes(0);
            for (; ids.Length >= Fingerprint.Length; ids = ids[Fingerprint.Length..])
            {
                into.TryAdd(BinaryPrimitives.ReadUInt128BigEndian(ids));
            }
        }
    }

    /// <summary>Reads the ids of a segment and the places of their events, ascending by id. Null: it has not as many as expected.</summary>
    public static PlacedIds? ReadPlacedIds(SqliteConnection connection, long first, int expected)
    {
        var placed = new PlacedIds(new UInt128[expected], new uint[expected]);
        using var commits = new SqliteStatement(connection, "SELECT ids, first FROM commits");
        var count = 0;
        while (commits.Next())
        {
            var ids = commits.Bytes(0);
            for (var offset = (uint)(commits.Number(1) - first); ids.Length >= Fingerprint.Length; ids = ids[Fingerprint.Length..], offset++)
            {
                if (count == expected)
                {
                    return null;
                }

                (placed.Ids[count], placed.Offsets[count]) = (BinaryPrimitives.ReadUInt128BigEndian(ids), offset);
                count++;
            }
        }

        Array.Sort(placed.Ids, placed.Offsets);
        return count == expected ? placed : null;
    }
}
