using System.CommandLine;

namespace Gatehouse.Server.Commands;

/// <summary>The command line: <c>gatehouse run|demo|check|destinations|dead-letters|replay|ledger|trace|profiles|version</c>.</summary>
internal static class GatehouseCommand
{
    /// <summary>Exit code of a command that could not do its work; the reason stands on standard error.</summary>
    public const int Failed = 1;

    /// <summary>Runs what the arguments ask for and gives the exit code.</summary>
    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Gatehouse, a first-party data edge in front of a website.")
        {
            RunCommand.Create(),
            DemoCommand.Create(),
            CheckCommand.Create(),
            DestinationsCommand.Create(),
            DeadLettersCommand.Create(),
            ReplayCommand.Create(),
            LedgerCommand.Create(),
            TraceCommand.Create(),
            ProfilesCommand.Create(),
            VersionCommand.Create(),
        };
        // Signals are the host's: it stops accepting and lets requests in flight end.
        return root.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = null });
    }
}
