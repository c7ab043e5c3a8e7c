namespace Gatehouse.Profiles;

/// <summary>Where a trait came from. The order decides when time and receipt are equal.</summary>
internal enum TraitSource
{
    /// <summary>Computed here from events.</summary>
    Computed,

    /// <summary>An event said so.</summary>
    Event,

    /// <summary>Pushed by the vendor.</summary>
    Push,
}
