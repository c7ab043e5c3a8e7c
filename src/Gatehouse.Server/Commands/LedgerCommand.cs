using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Gatehouse.Delivery.Books;

namespace Gatehouse.Server.Commands;

/// <summary><c>gatehouse ledger</c>: what came in and what became of it.</summary>
internal static class LedgerCommand
{
    public static Command Create() => AdminCommand.Ask(
        "ledger",
        "Shows what the running server has received and what became of it at each destination.",
        [
            new("--site") { Description = "Only of this site." },
            new("--destination") { Description = "Of the destinations only this one." },
            new("--from") { Description = "Events received since then: " + LedgerTime.Forms },
            new("--to") { Description = "Events received before then. Default: now." },
            new("--by") { Description = "A row for each minute, hour or day in which events were received." },
        ],
        Print);

    private static void Print(string json)
    {
        using var document = JsonDocument.Parse(json);
        var ledger = document.RootElement;
        if (ledger.TryGetProperty("from", out var from))
        {
            Console.WriteLine($"received from {TimeOf(from)} to {TimeOf(ledger.GetProperty("to"))}");
        }

        var place = string.Empty;
        foreach (var row in ledger.GetProperty("rows").EnumerateArray())
        {
            if (PlaceOf(row) != place)
            {
                place = PlaceOf(row);
                Console.WriteLine(place);
            }

            var what = row.GetProperty("what").GetString() + (row.TryGetProperty("reason", out var reason) ? $" ({reason})" : string.Empty);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-32} {row.GetProperty("count").GetInt64(),14:N0}{MoreOf(row)}"));
        }

        Console.WriteLine(ledger.GetProperty("balanced").GetBoolean() ? "The books balance." : "THE BOOKS DO NOT BALANCE.");
    }

    private static string PlaceOf(JsonElement row) =>
        (row.TryGetProperty("time", out var time) ? TimeOf(time) + "  " : string.Empty)
        + row.GetProperty("site").GetString()
        + (row.TryGetProperty("destination", out var destination) ? "/" + destination : string.Empty);

    private static string MoreOf(JsonElement row)
    {
        var size = row.TryGetProperty("bytes", out var bytes) && bytes.GetInt64() > 0 ? string.Create(CultureInfo.InvariantCulture, $"{bytes.GetInt64(),18:N0} bytes") : string.Empty;
        return row.TryGetProperty("oldest", out var oldest) ? $"{size}, the oldest of {TimeOf(oldest)}" : size;
    }

    private static string TimeOf(JsonElement time) => time.GetDateTimeOffset().ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
