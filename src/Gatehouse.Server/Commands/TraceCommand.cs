using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace Gatehouse.Server.Commands;

/// <summary><c>gatehouse trace</c>: what became of one event at each destination.</summary>
internal static class TraceCommand
{
    public static Command Create() => AdminCommand.Create(
        "trace",
        "Shows what became of one event of the running server at each destination.",
        [new("site") { Description = "Name of the site." }, new("message-id") { Description = "The event's messageId." }],
        HttpMethod.Get,
        static arguments => $"/api/trace/{Uri.EscapeDataString(arguments[0])}/{Uri.EscapeDataString(arguments[1])}",
        Print);

    private static void Print(string json)
    {
        using var document = JsonDocument.Parse(json);
        var trace = document.RootElement;
        var received = trace.TryGetProperty("receivedAt", out var at)
            ? $"{trace.GetProperty("type")}, accepted {TimeOf(at)}"
            : "accepted; the log has deleted it since";
        Console.WriteLine($"{trace.GetProperty("site")} {trace.GetProperty("messageId")}: {received}");
        foreach (var one in trace.GetProperty("destinations").EnumerateArray())
        {
            var what = one.GetProperty("outcome").GetString() + (one.TryGetProperty("reason", out var reason) ? $" ({reason})" : string.Empty);
            Console.WriteLine($"  {one.GetProperty("destination"),-20} {what,-20}{MoreOf(one)}".TrimEnd());
        }
    }

    private static string MoreOf(JsonElement one)
    {
        var time = one.TryGetProperty("time", out var at) ? " " + TimeOf(at) : string.Empty;
        var attempts = one.TryGetProperty("attempts", out var number) ? $", attempts {number}" : string.Empty;
        var answer = one.TryGetProperty("answer", out var text) ? $": {text}" : string.Empty;
        var letter = one.TryGetProperty("deadLetter", out var id) ? $" [dead letter {id}]" : string.Empty;
        return time + attempts + answer + letter;
    }

    private static string TimeOf(JsonElement time) => time.GetDateTimeOffset().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
