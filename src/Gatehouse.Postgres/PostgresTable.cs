using Npgsql;

namespace Gatehouse.Postgres;

/// <summary>The table that events are written into: its statements, its making, and the check of one that somebody else made.</summary>
internal sealed class PostgresTable
{
    /// <summary>Makes the table that a batch is copied into; it is the connection's own and empty after each transaction.</summary>
    public const string MakeBatch = """
        CREATE TEMP TABLE IF NOT EXISTS gatehouse_batch (
          site text, message_id text, type text, name text, anonymous_id text, user_id text,
          "timestamp" timestamptz, received_at timestamptz, event jsonb) ON COMMIT DELETE ROWS
        """;

    /// <summary>Copies a batch into it.</summary>
    public const string CopyBatch = $"COPY pg_temp.gatehouse_batch ({Columns}) FROM STDIN (FORMAT BINARY)";

    private const string Columns = """site, message_id, type, name, anonymous_id, user_id, "timestamp", received_at, event""";
    private const string Text = "text";
    private const string Time = "timestamp with time zone";

    // Of several edges, one makes it. Any number does that nobody else thought of.
    private const string Lock = "SELECT pg_advisory_xact_lock(5143700822563401)";

    // Functions such as to_regclass may remember that there was none before the lock was given.
    private const string FindTable = """
        SELECT EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2)
        """;

    private const string FindSchema = "SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1)";

    private const string FindColumns = """
        SELECT attname::text, format_type(atttypid, atttypmod), attnotnull AND NOT atthasdef AND attidentity = ''
        FROM pg_catalog.pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped
        """;

    // Partial ones do not hold for every row, deferred ones not at once. Of several the one that says it with the fewest columns.
    private const string FindKey = """
        SELECT k.columns, k.is_readable, EXISTS (SELECT FROM pg_catalog.pg_index o WHERE o.indrelid = i.indrelid AND o.indisunique AND o.indexrelid <> i.indexrelid)
        FROM pg_catalog.pg_index i
        CROSS JOIN LATERAL (
          SELECT string_agg(quote_ident(a.attname), ', ') AS columns, bool_or(a.attname = 'message_id') AS is_key, bool_and(has_column_privilege(i.indrelid, a.attnum, 'SELECT')) AS is_readable
          FROM pg_catalog.pg_attribute a
          WHERE a.attrelid = i.indrelid AND a.attnum = ANY ((string_to_array(i.indkey::text, ' ')::int2[])[1:i.indnkeyatts])) k
        WHERE i.indrelid = to_regclass($1) AND i.indisunique AND i.indisvalid AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL AND k.is_key
        ORDER BY i.indnkeyatts, i.indexrelid LIMIT 1
        """;

    private static readonly (string Name, string Type)[] Needed =
    [
        ("site", Text), ("message_id", Text), ("type", Text), ("name", Text), ("anonymous_id", Text), ("user_id", Text),
        ("timestamp", Time), ("received_at", Time), ("event", "jsonb"),
    ];

    private readonly PostgresOptions _options;
    private readonly string _schema;
    private readonly string _name;

    public PostgresTable(PostgresOptions options)
    {
        _options = options;
        _schema = Quote(options.Schema);
        _name = _schema + "." + Quote(options.Table);
        Insert = InsertUnless(string.Empty);
    }

    /// <summary>Takes over from the batch's table what is not there yet. Complete when the table has been prepared.</summary>
    public string Insert { get; private set; }

    /// <summary>Whether a column is one that this writes.</summary>
    public static bool Writes(string column) => Needed.Any(one => string.Equals(one.Name, column, StringComparison.Ordinal));

    /// <summary>Runs a statement.</summary>
    public static async Task ExecuteAsync(NpgsqlConnection connection, string statement, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Sees to it that the table is there. What is there already needs no right to make anything.</summary>
    /// <returns>What is wrong with the table, and how to mend it. Null: it can be written to.</returns>
    public async Task<string?> PrepareAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (connection.PostgresParameters.GetValueOrDefault("server_encoding") is { } encoding and not "UTF8")
        {
            return $"the database's encoding is {encoding}, which cannot hold every event: make one with ENCODING 'UTF8'.";
        }

        if (!await AskAsync(connection, FindTable, [_options.Schema, _options.Table], cancellationToken))
        {
            await MakeAsync(connection, cancellationToken);
        }

        return await FaultAsync(connection, cancellationToken);
    }

    private static async Task<bool> AskAsync(NpgsqlConnection connection, string question, string[] names, CancellationToken cancellationToken)
    {
        await using var command = Question(connection, question, names);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private static NpgsqlCommand Question(NpgsqlConnection connection, string question, params ReadOnlySpan<string> names)
    {
        var command = new NpgsqlCommand(question, connection);
        foreach (var name in names)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        }

        return command;
    }

    private static string Quote(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    private async Task MakeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, Lock, cancellationToken);

        // Even with IF NOT EXISTS these would ask for the right to make what is there.
        if (!await AskAsync(connection, FindTable, [_options.Schema, _options.Table], cancellationToken))
        {
            if (!await AskAsync(connection, FindSchema, [_options.Schema], cancellationToken))
            {
                await ExecuteAsync(connection, $"CREATE SCHEMA {_schema}", cancellationToken);
            }

            await ExecuteAsync(connection, Definition(), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private async Task<string?> FaultAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var there = new Dictionary<string, string>(StringComparer.Ordinal);
        await using (var command = Question(connection, FindColumns, _name))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                var column = reader.GetString(0);
                there.Add(column, reader.GetString(1));
                if (reader.GetBoolean(2) && !Writes(column))
                {
                    return $"the table {_options} has a column {column} that must not be null and has no default: give it one, or name another Table.";
                }
            }
        }

        foreach (var (name, type) in Needed)
        {
            var found = there.GetValueOrDefault(name);
            if (found != type)
            {
                return $"the table {_options} has {(found is null ? "no column" : $"a column {name} of type {found}, not")} {(found is null ? $"{name} of type {type}" : type)}: add or change it, or name another Table.";
            }
        }

        return await KeyFaultAsync(connection, cancellationToken);
    }

    /// <summary>Only what the key knows is there already: whatever else is violated is an event's fault. To name the key asks for the right to read it.</summary>
    private async Task<string?> KeyFaultAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = Question(connection, FindKey, _name);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return $"the table {_options} has no unique index with site and message_id, so what is sent again would stand there twice: add one, or name another Table.";
        }

        var (columns, isReadable, hasOthers) = (reader.GetString(0), reader.GetBoolean(1), reader.GetBoolean(2));
        if (!isReadable && hasOthers)
        {
            return $"the table {_options} has a unique index beside that of {columns}, and what violates it could not be told from what is there already: GRANT SELECT ({columns}) to the user.";
        }

        Insert = InsertUnless(isReadable ? $" ({columns})" : string.Empty);
        return null;
    }

    private string InsertUnless(string key) => $"INSERT INTO {_name} ({Columns}) SELECT {Columns} FROM pg_temp.gatehouse_batch ON CONFLICT{key} DO NOTHING";

    private string Definition() => $"""
        CREATE TABLE {_name} (
          site text NOT NULL,
          message_id text NOT NULL,
          type text NOT NULL,
          name text,
          anonymous_id text,
          user_id text,
          "timestamp" timestamptz NOT NULL,
          received_at timestamptz NOT NULL,
          event jsonb NOT NULL,
          PRIMARY KEY (site, message_id));
        CREATE INDEX ON {_name} (received_at)
        """;
}
