using System.Runtime.InteropServices;
using Gatehouse.Profiles;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Storage;

/// <summary>The prepared statements of the writing connection.</summary>
internal sealed class ProfileWriteStatements : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _commit;
    private readonly SqliteCommand _rollback;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _update;
    private readonly SqliteCommand _delete;

    public ProfileWriteStatements(SqliteConnection connection)
    {
        _connection = connection;
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _rollback = Prepare("ROLLBACK");
        _insert = PrepareWrite("INSERT INTO profiles (site, kind, visitor, version, value) VALUES ($site, $kind, $visitor, $expected + 1, $value) ON CONFLICT DO NOTHING");
        _update = PrepareWrite("UPDATE profiles SET version = $expected + 1, value = $value WHERE site = $site AND kind = $kind AND visitor = $visitor AND version = $expected");
        _delete = PrepareWrite("DELETE FROM profiles WHERE site = $site AND kind = $kind AND visitor = $visitor AND version = $expected AND length($value) = 0");
    }

    public void Begin() => _begin.ExecuteNonQuery();

    public void Commit() => _commit.ExecuteNonQuery();

    /// <summary>Ends a transaction that failed. SQLite has ended some of them itself by then.</summary>
    public bool TryRollback()
    {
        try
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            {
                _rollback.ExecuteNonQuery();
            }

            return true;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    /// <summary>Writes one value, if the version is the expected one.</summary>
    public StoreWrite Write(PendingWrite write)
    {
        var isDelete = write.Value.IsEmpty;
        var command = isDelete ? _delete : write.Expected == 0 ? _insert : _update;
        var parameters = command.Parameters;
        parameters[0].Value = write.Key.Site;
        parameters[1].Value = (long)write.Key.Kind;
        parameters[2].Value = write.Key.Id;
        parameters[3].Value = write.Expected;
        if (MemoryMarshal.TryGetArray(write.Value, out var array) && array is { Offset: 0, Array: { } bytes })
        {
            parameters[4].Value = bytes;
            parameters[4].Size = array.Count;
        }
        else
        {
            parameters[4].Value = write.Value.ToArray();
            parameters[4].Size = write.Value.Length;
        }

        return command.ExecuteNonQuery() == 1 ? new(StoreOutcome.Done, isDelete ? 0 : write.Expected + 1) : new(StoreOutcome.Conflict);
    }

    /// <summary>Copies the WAL into the database and lets it begin anew.</summary>
    public void Restart()
    {
        using var checkpoint = Prepare("PRAGMA wal_checkpoint(RESTART)");
        checkpoint.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var command in new[] { _begin, _commit, _rollback, _insert, _update, _delete })
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    private SqliteCommand PrepareWrite(string text)
    {
        var command = _connection.CreateCommand();
        command.CommandText = text;
        command.Parameters.Add("$site", SqliteType.Text);
        command.Parameters.Add("$kind", SqliteType.Integer);
        command.Parameters.Add("$visitor", SqliteType.Text);
        command.Parameters.Add("$expected", SqliteType.Integer);
        command.Parameters.Add("$value", SqliteType.Blob);
        command.Prepare();
        return command;
    }

    private SqliteCommand Prepare(string text)
    {
        var command = _connection.CreateCommand();
        command.CommandText = text;
        command.Prepare();
        return command;
    }
}
