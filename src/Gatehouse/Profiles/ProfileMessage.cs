using System.Text.Json;

namespace Gatehouse.Profiles;

/// <summary>A push for one visitor, checked.</summary>
internal sealed record ProfileMessage
{
    /// <summary>Traits with their values, in the order sent. A name may repeat; the last one counts.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonElement>> Traits { get; init; } = [];

    /// <summary>Whether everything that is known of the visitor is to be forgotten.</summary>
    public bool Forget { get; init; }

    /// <summary>The sender's time stamp. Null: it gave none.</summary>
    public long? Time { get; init; }

    /// <summary>When it came.</summary>
    public required long Receipt { get; init; }

    /// <summary>Fingerprint of the message id. Null: it has none.</summary>
    public UInt128? Fingerprint { get; init; }
}
