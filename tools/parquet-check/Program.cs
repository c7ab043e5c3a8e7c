// Has DuckDB read what the destination files wrote: dotnet run --project tools/parquet-check -- FOLDER
using DuckDB.NET.Data;

if (args is not [var folder] || folder.Contains('\'', StringComparison.Ordinal))
{
    Console.Error.WriteLine("Name the folder of the destination, without quotation marks in it.");
    return 2;
}

using var connection = new DuckDBConnection("DataSource=:memory:");
connection.Open();
var files = $"'{folder}/**/*.parquet'";
var rows = Ask($"SELECT count(*) FROM {files}");
var ids = Ask($"SELECT count(DISTINCT (site, message_id)) FROM {files}");

// By a mapping a member may be something else than a text; then the column is null.
var others = Ask($"""
    SELECT count(*) FROM {files}
    WHERE message_id <> (event->>'messageId') OR type <> (event->>'type') OR anonymous_id <> (event->>'anonymousId') OR user_id <> (event->>'userId')
      OR name <> (CASE type WHEN 'track' THEN event->>'event' ELSE event->>'name' END)
      OR "timestamp" <> CAST(event->>'timestamp' AS TIMESTAMPTZ) OR received_at <> CAST(event->>'receivedAt' AS TIMESTAMPTZ)
    """);

// Read by the row groups' least and greatest times, and without them.
var pruned = Ask($"SELECT count(*) FROM {files} WHERE received_at <= (SELECT max(received_at) FROM {files})");
var dated = Ask($"SELECT count(received_at) FROM {files}");
Console.WriteLine($"{rows} rows, {ids} events, {others} rows that say something else than their event, {dated - pruned} rows missed by their time");
return rows > 0 && rows == ids && others == 0 && dated == pruned ? 0 : 1;

long Ask(string question)
{
    using var command = connection.CreateCommand();
    command.CommandText = question;
    return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
}
