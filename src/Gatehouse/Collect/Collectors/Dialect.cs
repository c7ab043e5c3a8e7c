using System.Collections.Frozen;
using Gatehouse.Sites;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Collect.Collectors;

/// <summary>How the clients of one maker speak. What they say is the same for all; this is the rest.</summary>
internal sealed record Dialect
{
    /// <summary>Its name in the configuration.</summary>
    public required Collector Collector { get; init; }

    /// <summary>Its paths, without a slash at the end.</summary>
    public required FrozenDictionary<string, CollectorRoute> Routes { get; init; }

    /// <summary>Where the key is looked for.</summary>
    public required KeyPlaces Keys { get; init; }

    /// <summary>What a client hears when all of it is taken.</summary>
    public required byte[] Success { get; init; }

    /// <summary>Content type of <see cref="Success"/>.</summary>
    public string SuccessType { get; init; } = "application/json";

    /// <summary>Headers that pages of allowed origins may send besides the usual ones, as a list with commas.</summary>
    public string? Headers { get; init; }

    /// <summary>Header with the anonymous id in base64. Null: there is none.</summary>
    public string? AnonymousIdHeader { get; init; }

    /// <summary>The cookies that its browser library keeps ids in. Null: none that matter.</summary>
    public (string AnonymousId, string UserId)? Cookies { get; init; }

    /// <summary>Whether a request on a path of several dialects is this one's for sure.</summary>
    public Func<IHeaderDictionary, bool>? Recognise { get; init; }
}
