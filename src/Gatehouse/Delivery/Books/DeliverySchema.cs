using Gatehouse.Storage;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Delivery.Books;

/// <summary>The tables of <c>docs/formats/delivery.md</c>.</summary>
internal static class DeliverySchema
{
    /// <summary>Version of the schema.</summary>
    public const int Version = 4;

    /// <summary>Makes those of version 1.</summary>
    public const string First = """
        CREATE TABLE about        (log BLOB NOT NULL, ledger INTEGER NOT NULL);
        CREATE TABLE destinations (id INTEGER PRIMARY KEY, site TEXT NOT NULL, name TEXT NOT NULL, cursor INTEGER NOT NULL, start INTEGER NOT NULL,
                                   accepted_before INTEGER NOT NULL, is_paused INTEGER NOT NULL, skip_to INTEGER NOT NULL, ill_since INTEGER NOT NULL,
                                   is_gone INTEGER NOT NULL, UNIQUE (site, name));
        CREATE TABLE outcomes     (destination INTEGER NOT NULL, minute INTEGER NOT NULL, outcome INTEGER NOT NULL, reason TEXT NOT NULL, count INTEGER NOT NULL,
                                   PRIMARY KEY (destination, minute, outcome, reason)) WITHOUT ROWID;
        CREATE TABLE intake       (site TEXT NOT NULL, minute INTEGER NOT NULL, kind INTEGER NOT NULL, reason TEXT NOT NULL, count INTEGER NOT NULL, bytes INTEGER NOT NULL,
                                   PRIMARY KEY (site, minute, kind, reason)) WITHOUT ROWID;
        CREATE TABLE spans        (first INTEGER PRIMARY KEY, next INTEGER NOT NULL, runs BLOB NOT NULL);
        CREATE TABLE traces       (destination INTEGER NOT NULL, first INTEGER NOT NULL, next INTEGER NOT NULL, time INTEGER NOT NULL, attempts INTEGER NOT NULL,
                                   answer TEXT NOT NULL, filtered TEXT NOT NULL, PRIMARY KEY (destination, first)) WITHOUT ROWID;
        CREATE INDEX traces_time ON traces (time);
        CREATE TABLE dead         (id INTEGER PRIMARY KEY AUTOINCREMENT, destination INTEGER NOT NULL, replay TEXT NOT NULL, position INTEGER NOT NULL, minute INTEGER NOT NULL,
                                   time INTEGER NOT NULL, message_id TEXT NOT NULL, type TEXT NOT NULL, name TEXT NOT NULL, anonymous_id TEXT NOT NULL, user_id TEXT NOT NULL,
                                   timestamp INTEGER NOT NULL, received INTEGER NOT NULL, reason TEXT NOT NULL, answer TEXT NOT NULL, attempts INTEGER NOT NULL, event BLOB NOT NULL);
        CREATE INDEX dead_destination ON dead (destination, id);
        PRAGMA user_version = 1;
        """;

    /// <summary>Makes version 2 of version 1.</summary>
    public const string Second = """
        CREATE TABLE replays      (id INTEGER PRIMARY KEY AUTOINCREMENT, destination INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL, types TEXT NOT NULL,
                                   names TEXT NOT NULL, anonymous_id TEXT NOT NULL, user_id TEXT NOT NULL, rate INTEGER NOT NULL, state INTEGER NOT NULL, reason TEXT NOT NULL,
                                   first INTEGER NOT NULL, cursor INTEGER NOT NULL, next INTEGER NOT NULL, sent INTEGER NOT NULL, filtered INTEGER NOT NULL, dead INTEGER NOT NULL,
                                   lost INTEGER NOT NULL, made INTEGER NOT NULL, finished INTEGER NOT NULL);
        PRAGMA user_version = 2;
        """;

    /// <summary>Makes version 3 of version 2.</summary>
    public const string Third = """
        ALTER TABLE destinations ADD COLUMN dead_bytes INTEGER NOT NULL DEFAULT 0;
        UPDATE destinations SET dead_bytes = (SELECT coalesce(sum(length(event) + 512), 0) FROM dead WHERE destination = destinations.id);
        CREATE TRIGGER dead_added AFTER INSERT ON dead BEGIN
            UPDATE destinations SET dead_bytes = dead_bytes + length(new.event) + 512 WHERE id = new.destination;
        END;
        CREATE TRIGGER dead_removed AFTER DELETE ON dead BEGIN
            UPDATE destinations SET dead_bytes = dead_bytes - length(old.event) - 512 WHERE id = old.destination;
        END;
        PRAGMA user_version = 3;
        """;

    /// <summary>Makes the spans of version 4; those of version 3 are taken over.</summary>
    public const string Fourth = """
        CREATE TABLE spans (site TEXT NOT NULL, first INTEGER NOT NULL, next INTEGER NOT NULL, count_before INTEGER NOT NULL, bytes_before INTEGER NOT NULL,
                            count INTEGER NOT NULL, bytes INTEGER NOT NULL, runs BLOB NOT NULL);
        CREATE UNIQUE INDEX spans_site ON spans (site, first);
        PRAGMA user_version = 4;
        """;

    private static readonly Action<SqliteConnection>[] Steps =
    [
        static connection => SqliteFile.Execute(connection, First),
        static connection => SqliteFile.Execute(connection, Second),
        static connection => SqliteFile.Execute(connection, Third),
        EarlierSpans.TakeOver,
    ];

    /// <summary>Makes it the version of today.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="version">The version that the file has; 0 for a new one.</param>
    public static void Bring(SqliteConnection connection, long version)
    {
        SqliteFile.Execute(connection, "BEGIN IMMEDIATE");
        foreach (var step in Steps.Skip((int)version))
        {
            step(connection);
        }

        SqliteFile.Execute(connection, "COMMIT");
    }
}
