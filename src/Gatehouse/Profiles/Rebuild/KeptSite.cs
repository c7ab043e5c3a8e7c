namespace Gatehouse.Profiles.Rebuild;

/// <summary>What is kept of a site.</summary>
internal sealed record KeptSite
{
    /// <summary>The definitions in service.</summary>
    public required KeptSet Current { get; init; }

    /// <summary>Those that come next. Null: no rebuild is under way for the site.</summary>
    public KeptSet? Next { get; init; }
}
