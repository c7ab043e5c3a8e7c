namespace Gatehouse.Postgres;

/// <summary>What has to be known of a PostgreSQL database.</summary>
internal sealed record PostgresOptions
{
    /// <summary>Which server, database and user, in Npgsql's words. It holds a password.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>The schema of the table. Default <c>gatehouse</c>.</summary>
    public string Schema { get; init; } = "gatehouse";

    /// <summary>The table. Default <c>events</c>.</summary>
    public string Table { get; init; } = "events";

    /// <summary>The table's name, for people. A record's own text would show the password.</summary>
    public override string ToString() => Schema + "." + Table;
}
