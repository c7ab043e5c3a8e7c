namespace Gatehouse.Delivery.Replays;

/// <summary>What somebody asks for.</summary>
/// <param name="Site">Name of the site.</param>
/// <param name="Destination">Name of the destination.</param>
/// <param name="Filter">Which events.</param>
/// <param name="Rate">The most events a second.</param>
internal sealed record ReplayOrder(string Site, string Destination, ReplayFilter Filter, int Rate);
