namespace Gatehouse.Profiles.Rebuild;

/// <summary>Definitions of a site, ready to be used.</summary>
/// <param name="Current">Those in service.</param>
/// <param name="Next">Those that come next. Null: no rebuild is under way for the site.</param>
internal sealed record SiteDefinitions(ProfileDefinitions Current, ProfileDefinitions? Next);
