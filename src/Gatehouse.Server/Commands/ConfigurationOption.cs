using System.CommandLine;
using System.CommandLine.Parsing;

namespace Gatehouse.Server.Commands;

/// <summary>What <c>run</c> and <c>check</c> read: a file, and settings on the command line.</summary>
internal static class ConfigurationOption
{
    /// <summary>The file.</summary>
    public static Option<string?> File { get; } = new("--config", "-c")
    {
        Description = "The configuration file. Default: gatehouse.json in this folder, else appsettings.json.",
    };

    /// <summary>Single settings; they win over file and environment.</summary>
    public static Option<string[]> Set { get; } = new("--set", "-s")
    {
        Description = "One setting, for example --set Gatehouse:Durability=memory. May be repeated.",
        CustomParser = ParseSettings,
        AllowMultipleArgumentsPerToken = false,
    };

    private static string[] ParseSettings(ArgumentResult result)
    {
        foreach (var token in result.Tokens)
        {
            if (token.Value.IndexOf('=', StringComparison.Ordinal) < 1)
            {
                result.AddError($"--set takes key=value; '{token.Value}' has no '='.");
            }
        }

        return [.. result.Tokens.Select(static token => token.Value)];
    }
}
