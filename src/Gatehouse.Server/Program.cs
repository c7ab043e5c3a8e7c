using Gatehouse.Server.Commands;

namespace Gatehouse.Server;

/// <summary>The executable.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => GatehouseCommand.RunAsync(args);
}
