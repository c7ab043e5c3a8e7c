namespace Gatehouse.Profiles.Rebuild;

/// <summary>What <c>definitions.json</c> holds, as <c>docs/formats/profile.md</c> says.</summary>
internal sealed record KeptState
{
    /// <summary>The format that is written and read.</summary>
    public const int Known = 1;

    /// <summary>Nothing.</summary>
    public static KeptState Empty { get; } = new();

    /// <summary>The format.</summary>
    public int Format { get; init; } = Known;

    /// <summary>By name of the site.</summary>
    public Dictionary<string, KeptSite> Sites { get; init; } = [];

    /// <summary>The rebuild that is under way. Null: none.</summary>
    public KeptRebuild? Rebuild { get; init; }
}
