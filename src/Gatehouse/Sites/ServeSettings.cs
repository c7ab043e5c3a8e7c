namespace Gatehouse.Sites;

/// <summary>One arm of a variation.</summary>
/// <param name="When">For which profiles.</param>
/// <param name="Path">The path that the origin is asked for instead; begins with a slash.</param>
internal sealed record ServeSettings(ConditionSettings When, string Path);
