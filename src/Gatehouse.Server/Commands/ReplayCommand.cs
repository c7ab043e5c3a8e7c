using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.Delivery.Books;
using Gatehouse.Delivery.Replays;

namespace Gatehouse.Server.Commands;

/// <summary><c>gatehouse replay</c>: sends events of the log to a destination once more; start, list, show, pause, resume, cancel.</summary>
internal static class ReplayCommand
{
    public static Command Create() => new("replay", "Sends events that the running server's log still has to a destination once more.")
    {
        Start(),
        AdminCommand.Create("list", "Lists replays, the newest first.", [], HttpMethod.Get, static _ => "/api/replays", PrintAll),
        One("show", "Shows how a replay stands.", HttpMethod.Get, string.Empty),
        One("pause", "Holds a replay; the log keeps what it has not read.", HttpMethod.Post, "/pause"),
        One("resume", "Lets a replay that is paused or has failed go on.", HttpMethod.Post, "/resume"),
        One("cancel", "Ends a replay before it is done.", HttpMethod.Post, "/cancel"),
    };

    private static Command Start()
    {
        var site = new Argument<string>("site") { Description = "Name of the site." };
        var destination = new Argument<string>("destination") { Description = "Name of the destination." };
        var from = new Option<string?>("--from") { Description = "Events received since then: " + LedgerTime.Forms };
        var to = new Option<string?>("--to") { Description = "Events received before then. Default: now." };
        var types = new Option<string[]>("--type") { Description = "Only of this type: track, page, screen, identify, group, alias. May be repeated." };
        var names = new Option<string[]>("--name") { Description = "Only of this name. May be repeated." };
        var visitor = new Option<string?>("--visitor") { Description = "Only of this visitor: user_id:… or anonymous_id:…." };
        var rate = new Option<int>("--rate") { Description = "The most events a second.", DefaultValueFactory = static _ => ReplayOrderReader.DefaultRate };
        return AdminCommand.Post(
            new("start", "Starts a replay of what the log has now.") { site, destination, from, to, types, names, visitor, rate },
            "/api/replays",
            result => new JsonObject
            {
                ["site"] = result.GetValue(site),
                ["destination"] = result.GetValue(destination),
                ["from"] = result.GetValue(from),
                ["to"] = result.GetValue(to),
                ["types"] = Array(result.GetValue(types)),
                ["names"] = Array(result.GetValue(names)),
                ["visitor"] = result.GetValue(visitor),
                ["rate"] = result.GetValue(rate),
            }.ToJsonString(),
            static json => Print(JsonNode.Parse(json)!));
    }

    private static Command One(string name, string description, HttpMethod method, string suffix) => AdminCommand.Create(
        name,
        description,
        [new("id") { Description = "The replay's number." }],
        method,
        arguments => $"/api/replays/{Uri.EscapeDataString(arguments[0])}{suffix}",
        static json => Print(JsonNode.Parse(json)!));

    private static JsonArray Array(string[]? texts) => new([.. (texts ?? []).Select(static text => (JsonNode)text)]);

    private static void PrintAll(string json)
    {
        foreach (var replay in JsonNode.Parse(json)!.AsArray())
        {
            Print(replay!);
        }
    }

    private static void Print(JsonNode replay)
    {
        // Only what is done is 100%.
        var percent = Math.Floor((double)replay["done"]! * 1000) / 10;
        var trouble = (string?)replay["reason"] ?? (string?)replay["answer"];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{replay["id"]}  {replay["site"]}/{replay["destination"]}  {replay["state"]} {percent:0.0}%, at most {replay["rate"]}/s: {replay["sent"]} sent, {replay["filtered"]} filtered, {replay["dead"]} dead, {replay["lost"]} lost{(trouble is null ? string.Empty : $" ({trouble})")}"));
    }
}
