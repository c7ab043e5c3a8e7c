namespace Gatehouse.Profiles.Rebuild;

/// <summary>Definitions of a site as they are kept.</summary>
internal sealed record KeptSet
{
    /// <summary>Keys and texts as in the configuration.</summary>
    public required Dictionary<string, string> Texts { get; init; }

    /// <summary>How often a computed trait was ordered to be computed anew, by name.</summary>
    public Dictionary<string, int> Revisions { get; init; } = [];
}
