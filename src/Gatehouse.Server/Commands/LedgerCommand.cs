using System.CommandLine;
using System.Text.Json;

namespace Gatehouse.Server.Commands;

/// <summary><c>gatehouse ledger</c>: what came in and what became of it.</summary>
internal static class LedgerCommand
{
    public static Command Create() =>
        AdminCommand.Create("ledger", "Shows what the running server has received and what became of it at each destination.", [], HttpMethod.Get, static _ => "/api/ledger", Print);

    private static void Print(string json)
    {
        using var document = JsonDocument.Parse(json);
        var place = string.Empty;
        foreach (var row in document.RootElement.GetProperty("rows").EnumerateArray().OrderBy(PlaceOf, StringComparer.Ordinal))
        {
            if (PlaceOf(row) != place)
            {
                place = PlaceOf(row);
                Console.WriteLine(place);
            }

            var what = row.GetProperty("what").GetString() + (row.TryGetProperty("reason", out var reason) ? $" ({reason})" : string.Empty);
            Console.WriteLine($"  {what,-32} {row.GetProperty("count").GetInt64(),14:N0}");
        }

        Console.WriteLine(document.RootElement.GetProperty("balanced").GetBoolean() ? "The books balance." : "THE BOOKS DO NOT BALANCE.");
    }

    private static string PlaceOf(JsonElement row) => row.GetProperty("site").GetString() + (row.TryGetProperty("destination", out var destination) ? "/" + destination : string.Empty);
}
