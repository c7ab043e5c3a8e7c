using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gatehouse.Server.Commands;

/// <summary><c>gatehouse dead-letters</c>: lists them; show, resend, delete.</summary>
internal static class DeadLettersCommand
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        var command = AdminCommand.Create("dead-letters", "Lists up to 1,000 dead letters of the running server, the oldest first.", [], HttpMethod.Get, static _ => "/api/dead-letters?limit=1000", Print);
        command.Add(One("show", "Shows a dead letter with its event.", HttpMethod.Get, string.Empty, Show));
        command.Add(One("resend", "Sends a dead letter again. When it is taken, it counts as delivered.", HttpMethod.Post, "/resend", static json => Console.WriteLine(json)));
        command.Add(One("delete", "Deletes a dead letter. It stays counted as dead.", HttpMethod.Delete, string.Empty, static _ => Console.WriteLine("done")));
        return command;
    }

    private static Command One(string name, string description, HttpMethod method, string suffix, Action<string> print) => AdminCommand.Create(
        name,
        description,
        [new("id") { Description = "The letter's number." }],
        method,
        arguments => $"/api/dead-letters/{Uri.EscapeDataString(arguments[0])}{suffix}",
        print);

    private static void Print(string json)
    {
        using var document = JsonDocument.Parse(json);
        foreach (var letter in document.RootElement.EnumerateArray())
        {
            var unreadable = letter.TryGetProperty("unreadable", out _) ? "  (its event cannot be read)" : string.Empty;
            var replay = letter.TryGetProperty("replay", out var number) ? $"  (replay {number})" : string.Empty;
            Console.WriteLine($"{letter.GetProperty("id")}  {letter.GetProperty("site")}/{letter.GetProperty("destination")}  {letter.GetProperty("type")} {letter.GetProperty("name")}  {letter.GetProperty("messageId")}  {letter.GetProperty("reason")} after {letter.GetProperty("attempts")}: {letter.GetProperty("answer")}{replay}{unreadable}");
        }
    }

    private static void Show(string json)
    {
        using var document = JsonDocument.Parse(json);
        using var output = Console.OpenStandardOutput();
        using (var writer = new Utf8JsonWriter(output, Indented))
        {
            document.RootElement.WriteTo(writer);
        }

        Console.WriteLine();
    }
}
