using System.CommandLine;
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
        command.Add(Change("skip", "Passes over everything that waits for a destination now; it is counted as filtered."));
        return command;
    }

    private static Command Change(string name, string description) => AdminCommand.Create(
        name,
        description,
        [new("site") { Description = "Name of the site." }, new("destination") { Description = "Name of the destination." }],
        HttpMethod.Post,
        arguments => $"/api/destinations/{Uri.EscapeDataString(arguments[0])}/{Uri.EscapeDataString(arguments[1])}/{name}",
        static _ => Console.WriteLine("done"));

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
