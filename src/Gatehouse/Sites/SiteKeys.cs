namespace Gatehouse.Sites;

/// <summary>What kinds of destinations may take over from their site.</summary>
/// <param name="WriteKey">The site's key. A secret.</param>
/// <param name="TrackingApi">The vendor's tracking API. Null: the site has no vendor.</param>
internal sealed record SiteKeys(string WriteKey, Uri? TrackingApi);
