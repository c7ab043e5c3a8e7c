using System.Net;

namespace Gatehouse.Events;

/// <summary>What the edge knows of the request that brought an event, and the event does not say itself.</summary>
internal sealed record EdgeFacts
{
    /// <summary>When the request had come whole.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The visitor's address, cut down as the site's policy says. Null: unknown or withheld.</summary>
    public IPAddress? ClientAddress { get; init; }

    /// <summary>The User-Agent header. Null: none was sent.</summary>
    public string? UserAgent { get; init; }
}
