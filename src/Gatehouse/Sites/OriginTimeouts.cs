namespace Gatehouse.Sites;

/// <summary>How long the origin may take before the visitor gets 504.</summary>
/// <param name="Connect">To open a connection. Default 5 s.</param>
/// <param name="Response">From a request without a body to the head of its answer. Default 60 s.</param>
/// <param name="Idle">Without a byte moving in either direction. Default 100 s.</param>
internal sealed record OriginTimeouts(TimeSpan Connect, TimeSpan Response, TimeSpan Idle)
{
    public static OriginTimeouts Default { get; } = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(100));
}
