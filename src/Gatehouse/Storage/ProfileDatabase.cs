using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Storage;

/// <summary>The file of the profile store: where it stands, its schema, and what is done with one that cannot be read.</summary>
internal sealed partial class ProfileDatabase(string folder, TimeProvider time, ILogger logger)
{
    /// <summary>Version of the schema.</summary>
    public const int SchemaVersion = 1;

    private const string Schema = """
        CREATE TABLE profiles (
          id INTEGER PRIMARY KEY,
          site TEXT NOT NULL, kind INTEGER NOT NULL, visitor TEXT NOT NULL,
          version INTEGER NOT NULL, value BLOB NOT NULL);
        CREATE UNIQUE INDEX profiles_key ON profiles (site, kind, visitor);
        PRAGMA user_version = 1;
        """;

    private readonly string _path = Path.Combine(folder, "profiles.db");

    private string Suspect => Path.Combine(folder, "profiles.db.suspect");

    /// <summary>Makes the file ready: a new one gets its schema, a broken one is put aside.</summary>
    /// <exception cref="StorageException">It cannot be used and must not be replaced.</exception>
    public void Prepare()
    {
        try
        {
            PrepareOnce();
        }
        catch (SqliteException error) when (SqliteErrors.IsCorruption(error))
        {
            PutAside(error.Message);
            PrepareOnce();
        }
        catch (SqliteException error)
        {
            throw new StorageException($"The profile store '{_path}' cannot be opened: {error.Message}", error);
        }
    }

    /// <summary>A connection set up for one thread.</summary>
    /// <param name="settings">More pragmas.</param>
    public SqliteConnection Connect(string settings) => SqliteFile.Connect(_path, settings);

    /// <summary>Notes that the file has shown to be broken, so that the next start looks at all of it.</summary>
    public void MarkSuspect(SqliteException error)
    {
        try
        {
            File.WriteAllText(Suspect, string.Empty);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            // The next start finds the same damage the way this one did.
        }

        LogDamaged(error.Message);
    }

    private void PrepareOnce()
    {
        using var connection = Connect(string.Empty);
        var version = SqliteFile.Scalar(connection, "PRAGMA user_version");
        if (version is "0")
        {
            SqliteFile.Execute(connection, "BEGIN IMMEDIATE;" + Schema + "COMMIT;");
        }
        else if (version != SchemaVersion.ToString(CultureInfo.InvariantCulture))
        {
            throw new StorageException($"The profile store '{_path}' has schema {version}; this version knows {SchemaVersion}. It was written by a newer Gatehouse: start that one, or set Gatehouse:Data to another folder.");
        }

        // The roots of table and index are read, so that a file that is broken right there does not pass.
        SqliteFile.Scalar(connection, "SELECT value FROM profiles LIMIT 1");
        SqliteFile.Scalar(connection, "SELECT visitor FROM profiles INDEXED BY profiles_key WHERE site = '' AND kind = 0 AND visitor = ''");
        if (File.Exists(Suspect))
        {
            if (SqliteFile.Scalar(connection, "PRAGMA quick_check(1)") is not "ok" and var finding)
            {
                connection.Dispose();
                PutAside(finding ?? "no answer");
                PrepareOnce();
            }

            File.Delete(Suspect);
        }
    }

    private void PutAside(string finding)
    {
        var name = SqliteFile.PutAside(_path, time);
        LogPutAside(name, finding);
    }

    [LoggerMessage(1901, LogLevel.Error, "The profile store could not be read ({Finding}). It was put aside as {Name}; the server begins with an empty one. Profiles come back by push and pull.")]
    private partial void LogPutAside(string name, string finding);

    [LoggerMessage(1902, LogLevel.Critical, "The profile store is damaged: {Finding}. Restart to have the file checked and, if it is bad, put aside.")]
    private partial void LogDamaged(string finding);
}
