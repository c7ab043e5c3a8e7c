using System.Globalization;
using System.Text.Json;
using Gatehouse.Delivery.Books;
using Gatehouse.Sites;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Server.Admin;

/// <summary>The ledger: what came in and what became of it, in total and by time of receipt.</summary>
internal sealed class LedgerRoutes(DeliveryBooks books, EdgeConfiguration configuration, TimeProvider time) : IAdminRoutes
{
    private static readonly string[] Parameters = ["site", "destination", "from", "to", "by"];

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/ledger", AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        var asked = context.Request.Query;
        if (asked.Keys.Except(Parameters, StringComparer.OrdinalIgnoreCase).Any())
        {
            await AdminJson.RefuseAsync(context, $"The ledger is asked by {string.Join(", ", Parameters)}, and nothing else.");
            return;
        }

        if (LedgerQuery.Read(name => asked[name], time.GetUtcNow(), out var refusal) is not { } query)
        {
            await AdminJson.RefuseAsync(context, refusal);
            return;
        }

        var (unknown, rows, balances) = await books.ReadAsync(connection => UnknownIn(connection, query) is { } name
            ? (name, [], [])
            : ((string?)null, LedgerRows.Of(connection, query), Balances.Of(connection)));
        if (unknown is not null)
        {
            await AdminJson.NotFoundAsync(context, unknown);
        }
        else if (rows.Count > LedgerRows.Most)
        {
            await AdminJson.RefuseAsync(context, string.Create(CultureInfo.InvariantCulture, $"Those are more than {LedgerRows.Most} rows: ask for one site, for a shorter time, or more coarsely by hour or day."));
        }
        else
        {
            await AdminJson.WriteAsync(context, writer => Write(writer, query, rows, balances.TrueForAll(static balance => balance.Holds)));
        }
    }

    /// <summary>Why there can be no rows. Null: there can.</summary>
    private string? UnknownIn(SqliteConnection connection, LedgerQuery query)
    {
        if (query.Site is { } site && configuration.Current.FindByName(site) is null && !BookQuestions.Sites(connection).Contains(site, StringComparer.Ordinal))
        {
            return "There is no such site, neither configured nor in the ledger; without site all are shown.";
        }

        var isKnown = query.Destination is not { } destination
            || BookQuestions.States(connection).Exists(state => state.Name == destination && (query.Site ?? state.Site) == state.Site);
        return isKnown ? null : "There is no such destination; GET /api/destinations lists them.";
    }

    private void Write(Utf8JsonWriter writer, LedgerQuery query, List<LedgerRow> rows, bool isBalanced)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("balanced"u8, isBalanced);
        if (!query.IsOfAllTimes)
        {
            writer.WriteString("from"u8, Minutes.Begin(query.From));
            writer.WriteString("to"u8, Minutes.Begin(query.To));
        }

        writer.WriteStartArray("rows"u8);
        rows.ForEach(row => Write(writer, row));
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void Write(Utf8JsonWriter writer, LedgerRow row)
    {
        writer.WriteStartObject();
        if (row.Minute is { } minute)
        {
            writer.WriteString("time"u8, Minutes.Begin(minute));
        }

        writer.WriteString("site"u8, row.Site);
        if (row.Destination is { } destination)
        {
            writer.WriteString("destination"u8, destination);
        }

        writer.WriteString("what"u8, row.What);
        if (row.Reason.Length > 0)
        {
            writer.WriteString("reason"u8, row.Reason);
        }

        writer.WriteNumber("count"u8, row.Count);
        if (row.Bytes is { } bytes)
        {
            writer.WriteNumber("bytes"u8, bytes);
        }

        if (row.Oldest is { } oldest)
        {
            writer.WriteString("oldest"u8, Minutes.Begin(oldest));
            writer.WriteNumber("ageSeconds"u8, (long)Math.Max(0, (time.GetUtcNow() - Minutes.Begin(oldest)).TotalSeconds));
        }

        writer.WriteEndObject();
    }
}
