namespace Gatehouse.Assets;

/// <summary>What a path below the route prefix asks for.</summary>
internal enum AssetKind
{
    /// <summary>Not this room's.</summary>
    None,

    /// <summary>Below this room's folders, but nothing that there is.</summary>
    Unknown,

    /// <summary>The personal loader.</summary>
    Loader,

    /// <summary>The library by the hash of its content.</summary>
    Library,

    /// <summary>The current library.</summary>
    LatestLibrary,

    /// <summary>The licence of the bundled library.</summary>
    Licence,

    /// <summary>The settings document.</summary>
    Settings,

    /// <summary>A chunk of the library.</summary>
    Bundle,

    /// <summary>A script of a destination or a middleware.</summary>
    Integration,
}
