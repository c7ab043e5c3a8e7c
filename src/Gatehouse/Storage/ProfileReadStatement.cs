using Gatehouse.Profiles;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Storage;

/// <summary>The prepared read of one connection.</summary>
internal sealed class ProfileReadStatement : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _command;
    private readonly SqliteParameter _site;
    private readonly SqliteParameter _kind;
    private readonly SqliteParameter _visitor;

    public ProfileReadStatement(SqliteConnection connection)
    {
        _connection = connection;
        _command = connection.CreateCommand();
        _command.CommandText = "SELECT version, value FROM profiles WHERE site = $site AND kind = $kind AND visitor = $visitor";
        _site = _command.Parameters.Add("$site", SqliteType.Text);
        _kind = _command.Parameters.Add("$kind", SqliteType.Integer);
        _visitor = _command.Parameters.Add("$visitor", SqliteType.Text);
        _command.Prepare();
    }

    /// <summary>Reads one value.</summary>
    public StoreRead Read(ProfileKey key)
    {
        _site.Value = key.Site;
        _kind.Value = (long)key.Kind;
        _visitor.Value = key.Id;
        using var row = _command.ExecuteReader();
        return row.Read() ? new(StoreOutcome.Done, row.GetInt64(0), row.GetFieldValue<byte[]>(1)) : new(StoreOutcome.Done);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _command.Dispose();
        _connection.Dispose();
    }
}
