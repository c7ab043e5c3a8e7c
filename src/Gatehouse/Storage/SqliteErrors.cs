using Gatehouse.Profiles;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Storage;

/// <summary>Result codes of SQLite that mean something here (sqlite.org/rescode.html).</summary>
internal static class SqliteErrors
{
    private const int Error = 1;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int TooBig = 18;
    private const int Constraint = 19;
    private const int Mismatch = 20;
    private const int NotADatabase = 26;

    /// <summary>What an error is in the store's contract.</summary>
    public static StoreOutcome OutcomeOf(SqliteException error) => error.SqliteErrorCode switch
    {
        Full => StoreOutcome.Full,
        Busy or Locked => StoreOutcome.Busy,
        _ => StoreOutcome.Failed,
    };

    /// <summary>Whether the disk has no space.</summary>
    public static bool IsFull(SqliteException error) => error.SqliteErrorCode == Full;

    /// <summary>Whether the file itself is broken.</summary>
    public static bool IsCorruption(SqliteException error) => error.SqliteErrorCode is Corrupt or NotADatabase;

    /// <summary>Whether it is what was asked for that cannot be done, while disk and file are well.</summary>
    public static bool IsOfStatement(SqliteException error) => error.SqliteErrorCode is Error or TooBig or Constraint or Mismatch;
}
