namespace Gatehouse.Server.Demo;

/// <summary>The loopback ports of the demo.</summary>
/// <param name="Edge">The shop as a visitor sees it.</param>
/// <param name="Admin">Health and metrics.</param>
/// <param name="Shop">The shop itself, without the edge.</param>
/// <param name="Events">The stand-in tracking API and its page.</param>
internal sealed record DemoPorts(int Edge, int Admin, int Shop, int Events)
{
    /// <summary>The ports used when none are named.</summary>
    public static DemoPorts Default { get; } = new(8080, 8081, 9301, 9302);
}
