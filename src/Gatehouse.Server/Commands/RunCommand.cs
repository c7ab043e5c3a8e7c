using System.CommandLine;
using Gatehouse.Server.Hosting;

namespace Gatehouse.Server.Commands;

/// <summary><c>gatehouse run</c>: serves until it is told to stop.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var command = new Command("run", "Serves the configured sites until SIGTERM or Ctrl+C.") { ConfigurationOption.File, ConfigurationOption.Set };
        command.SetAction(static (result, cancel) => RunAsync(result.GetValue(ConfigurationOption.File), result.GetValue(ConfigurationOption.Set) ?? [], cancel));
        return command;
    }

    private static async Task<int> RunAsync(string? file, string[] settings, CancellationToken cancel)
    {
        try
        {
            using var sources = ConfigurationSources.Open(file, settings);
            await using var app = EdgeHost.Build(sources);
            await app.StartAsync(cancel);
            await app.WaitForShutdownAsync(CancellationToken.None);
            return 0;
        }
        catch (Exception trouble) when (StartFailure.Describe(trouble) is not null)
        {
            await Console.Error.WriteLineAsync(StartFailure.Describe(trouble));
            return GatehouseCommand.Failed;
        }
    }
}
