namespace Gatehouse.Sites;

/// <summary>When a batch of events goes to its destination: as soon as one of the three is reached.</summary>
/// <param name="Events">Most events; at least 1.</param>
/// <param name="Bytes">Most bytes of events; one event may be larger.</param>
/// <param name="Age">How long the first event waits for others. Zero: it goes with what is there.</param>
internal sealed record BatchSettings(int Events, long Bytes, TimeSpan Age);
