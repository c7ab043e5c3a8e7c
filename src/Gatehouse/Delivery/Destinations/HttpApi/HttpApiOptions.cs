using Gatehouse.Sites;

namespace Gatehouse.Delivery.Destinations.HttpApi;

/// <summary>What an HTTP API has to be asked, with placeholders for what differs from event to event.</summary>
internal sealed record HttpApiOptions
{
    /// <summary>GET, POST, PUT, PATCH or DELETE. Default POST.</summary>
    public required HttpMethod Method { get; init; }

    /// <summary>The address. Placeholders stand in path and query only.</summary>
    public required string Url { get; init; }

    /// <summary>Headers and their values. Default none.</summary>
    public ValueList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>What the body is.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>The body. Null: none.</summary>
    public string? Body { get; init; }

    /// <summary>What <c>secrets.NAME</c> stands for. Default none.</summary>
    public ValueList<KeyValuePair<string, string>> Secrets { get; init; } = [];

    /// <summary>Whether addresses that are not public may be reached. Default false.</summary>
    public bool AllowPrivateNetwork { get; init; }
}
