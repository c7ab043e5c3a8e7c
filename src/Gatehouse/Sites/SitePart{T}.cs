namespace Gatehouse.Sites;

/// <summary>Something a room compiles from a site's settings once and uses for each request. Held in a static field of that room.</summary>
/// <param name="compile">Makes it. Pure: it may run twice, and one result is thrown away.</param>
internal sealed class SitePart<T>(Func<Site, T> compile) : SitePart
    where T : class
{
    /// <summary>Makes the part for a site.</summary>
    public T Compile(Site site) => compile(site);
}
