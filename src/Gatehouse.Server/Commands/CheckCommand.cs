using System.CommandLine;
using Gatehouse.Server.Hosting;
using Gatehouse.Sites;

namespace Gatehouse.Server.Commands;

/// <summary><c>gatehouse check</c>: all that is wrong or doubtful in the configuration, and an exit code.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var command = new Command("check", "Reads the configuration and reports every error and every doubt; exit code 1 when it cannot serve.") { ConfigurationOption.File, ConfigurationOption.Set };
        command.SetAction(static result => Check(result.GetValue(ConfigurationOption.File), result.GetValue(ConfigurationOption.Set) ?? []));
        return command;
    }

    private static int Check(string? file, string[] settings)
    {
        try
        {
            using var sources = ConfigurationSources.Open(file, settings);
            var edge = EdgeSettingsReader.Read(sources.Configuration, DestinationKinds.All);
            Console.WriteLine($"{sources.File ?? "(no file)"} can serve.");
            Console.WriteLine($"  Listen      {string.Join(", ", edge.Listen.Select(static url => url.GetLeftPart(UriPartial.Authority)))}");
            Console.WriteLine($"  Admin       {edge.Admin.Listen?.GetLeftPart(UriPartial.Authority) ?? "none"}");
            Console.WriteLine($"  Data        {Path.GetFullPath(edge.Data)}");
            Console.WriteLine($"  Durability  {Describe(edge)}");
            Console.WriteLine($"  Log         at most {ByteSize.Describe(edge.Log.DiskBudget)}, then {edge.Log.AtLimit.ToString().ToLowerInvariant()}");
            foreach (var site in edge.Sites)
            {
                Console.WriteLine($"  Site {site.Name}: {string.Join(", ", site.Hosts)} -> {site.Origin?.GetLeftPart(UriPartial.Authority) ?? "no origin"}");
            }

            foreach (var doubt in SettingsDoubts.Of(edge))
            {
                Console.WriteLine($"  doubtful: {doubt}");
            }

            return 0;
        }
        catch (Exception trouble) when (StartFailure.Describe(trouble) is not null)
        {
            Console.Error.WriteLine(StartFailure.Describe(trouble));
            return GatehouseCommand.Failed;
        }
    }

    private static string Describe(EdgeSettings edge) => edge.Durability switch
    {
        Durability.Fsync => "fsync (an event that was answered 200 survives a power cut)",
        Durability.Interval => $"interval (a power cut loses the last {edge.Log.Interval.TotalMilliseconds:0} ms)",
        _ => "memory (a crash loses events that were answered 200)",
    };
}
