using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace Gatehouse.Server.Commands;

/// <summary><c>gatehouse destinations</c>: how they stand; pause, resume, skip.</summary>
internal static class DestinationsCommand
{
    public static Command Create()
    {
        var command = AdminCommand.Create("destinations", "Lists the destinations of the running server, and what waits for them.", [], HttpMethod.Get, static _ => "/api/destinations", Print);
        command.Add(Change("pause", "Holds a destination; its events wait in the log."));
        command.Add(Change("resume", "Lets a paused destination go on."));
        command.Add(Skip());
        return command;
    }

    private static Command Skip()
    {
        var count = new Option<long?>("--count") { Description = "Only so many of them, the oldest." };
        count.Validators.Add(static result =>
        {
            if (result.Tokens is [var only] && (!long.TryParse(only.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1))
            {
                result.AddError("--count is a number of events, at least 1.");
            }
        });
        return Change(
            "skip", "Passes over everything that waits for a destination now; it is counted as filtered.", result => result.GetValue(count) is { } most ? $"?count={most}" : string.Empty, count);
    }

    private static Command Change(string name, string description, Func<ParseResult, string>? query = null, params Option[] options)
    {
        var site = new Argument<string>("site") { Description = "Name of the site." };
        var destination = new Argument<string>("destination") { Description = "Name of the destination." };
        var command = new Command(name, description) { site, destination };
        Array.ForEach(options, command.Add);
        return AdminCommand.Create(
            command,
            HttpMethod.Post,
            result => $"/api/destinations/{Uri.EscapeDataString(result.GetRequiredValue(site))}/{Uri.EscapeDataString(result.GetRequiredValue(destination))}/{name}{query?.Invoke(result)}",
            static _ => Console.WriteLine("done"));
    }

    private static void Print(string json)
    {
        using var document = JsonDocument.Parse(json);
        foreach (var one in document.RootElement.EnumerateArray())
        {
            var trouble = one.TryGetProperty("answer", out var answer) ? $", since {one.GetProperty("illSince").GetDateTimeOffset():u}: {answer}" : string.Empty;
            Console.WriteLine($"{one.GetProperty("site")}/{one.GetProperty("name")} ({one.GetProperty("type")}): {one.GetProperty("state")}, {one.GetProperty("pending")} pending{trouble}");
        }
    }
}
