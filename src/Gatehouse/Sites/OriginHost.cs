namespace Gatehouse.Sites;

/// <summary>Which Host header the origin sees.</summary>
internal enum OriginHost
{
    /// <summary>The one that the browser sent.</summary>
    Preserve,

    /// <summary>The host of the origin's own URL.</summary>
    Origin,
}
