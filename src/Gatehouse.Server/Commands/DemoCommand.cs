using System.CommandLine;
using Gatehouse.Server.Demo;
using Gatehouse.Server.Hosting;

namespace Gatehouse.Server.Commands;

/// <summary><c>gatehouse demo</c>: a shop, the edge in front of it, and a stand-in tracking API; no file needed.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var port = new Option<int>("--port") { Description = "The edge's port.", DefaultValueFactory = static _ => DemoPorts.Default.Edge };
        var admin = new Option<int>("--admin-port") { Description = "The admin listener's port.", DefaultValueFactory = static _ => DemoPorts.Default.Admin };
        var shop = new Option<int>("--shop-port") { Description = "The shop's port.", DefaultValueFactory = static _ => DemoPorts.Default.Shop };
        var events = new Option<int>("--events-port") { Description = "The stand-in tracking API's port.", DefaultValueFactory = static _ => DemoPorts.Default.Events };
        var command = new Command("demo", "Runs a shop behind the edge on loopback ports, with a page that shows its events live.") { port, admin, shop, events };
        command.SetAction((result, cancel) => RunAsync(new(result.GetValue(port), result.GetValue(admin), result.GetValue(shop), result.GetValue(events)), cancel));
        return command;
    }

    private static async Task<int> RunAsync(DemoPorts ports, CancellationToken cancel)
    {
        try
        {
            await using var demo = await DemoHost.StartAsync(ports, cancel);
            Console.WriteLine(DemoGuide.For(ports));
            await demo.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception trouble) when (StartFailure.Describe(trouble) is not null)
        {
            await Console.Error.WriteLineAsync(StartFailure.Describe(trouble) + " (--port, --admin-port, --shop-port and --events-port choose the demo's.)");
            return GatehouseCommand.Failed;
        }
    }
}
