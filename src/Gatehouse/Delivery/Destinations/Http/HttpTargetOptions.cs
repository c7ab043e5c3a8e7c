using Gatehouse.Sites;

namespace Gatehouse.Delivery.Destinations.Http;

/// <summary>What the sending has to know of a receiver, beside the request.</summary>
internal sealed record HttpTargetOptions
{
    /// <summary>Whether addresses that are not public may be reached. Default false.</summary>
    public bool AllowPrivateNetwork { get; init; }

    /// <summary>Whether the address asked depends on the event, so that the event is to blame when there is nothing. Default false.</summary>
    public bool UrlDependsOnEvent { get; init; }

    /// <summary>What must not stand in an answer that is kept. Default none.</summary>
    public ValueList<string> Secrets { get; init; } = [];
}
