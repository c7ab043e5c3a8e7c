using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace Gatehouse.Server.Commands;

/// <summary><c>gatehouse profiles</c>: rebuild them, and how far that is.</summary>
internal static class ProfilesCommand
{
    private const string Path = "/api/profiles/rebuild";

    public static Command Create()
    {
        var rebuild = AdminCommand.Create("rebuild", "Computes profiles anew from what the log holds, while the old ones serve.", [], HttpMethod.Post, static _ => Path, Print);
        rebuild.Add(AdminCommand.Create("status", "Says how far it is.", [], HttpMethod.Get, static _ => Path, Print));
        return new Command("profiles", "Profiles of the running server.") { rebuild };
    }

    private static void Print(string json)
    {
        using var document = JsonDocument.Parse(json);
        var status = document.RootElement;
        Console.WriteLine(status.GetProperty("state").GetString() switch
        {
            "replaying" => string.Create(CultureInfo.InvariantCulture, $"replaying: {status.GetProperty("position").GetInt64():N0} of {status.GetProperty("end").GetInt64():N0}"),
            "swapping" => string.Create(CultureInfo.InvariantCulture, $"swapping: {status.GetProperty("swapped").GetInt64():N0} profiles looked at"),
            _ => "No rebuild is under way.",
        });
    }
}
