using Gatehouse.Sites;

namespace Gatehouse.Delivery.Destinations.Webhook;

/// <summary>What a webhook has to know.</summary>
internal sealed record WebhookOptions
{
    /// <summary>Where events are sent. It may hold a token.</summary>
    public required Uri Url { get; init; }

    /// <summary>POST, PUT or PATCH. Default POST.</summary>
    public HttpMethod Method { get; init; } = HttpMethod.Post;

    /// <summary>What a body is. Default one event.</summary>
    public WebhookFormat Format { get; init; }

    /// <summary>How requests are signed. Default not.</summary>
    public WebhookSignatures Signatures { get; init; }

    /// <summary>What they are signed with: one, or several while one gives way to another. Secrets. Default none.</summary>
    public ValueList<string> Secrets { get; init; } = [];

    /// <summary>More headers. Their values are secrets. Default none.</summary>
    public ValueList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Whether bodies are compressed. Default false.</summary>
    public bool Gzip { get; init; }

    /// <summary>Whether addresses that are not public may be reached. Default false.</summary>
    public bool AllowPrivateNetwork { get; init; }
}
