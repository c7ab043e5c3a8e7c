using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Gatehouse.Server.Commands;

/// <summary><c>gatehouse version</c>.</summary>
internal static class VersionCommand
{
    public static Command Create()
    {
        var command = new Command("version", "Prints the version.");
        command.SetAction(static _ => Console.WriteLine($"gatehouse {Text} ({RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier})"));
        return command;
    }

    private static string Text => typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
