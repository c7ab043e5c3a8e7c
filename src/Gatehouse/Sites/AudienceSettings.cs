namespace Gatehouse.Sites;

/// <summary>A named yes or no about profiles.</summary>
/// <param name="Name">The key below <c>Audiences</c>.</param>
/// <param name="When">Who is in it.</param>
internal sealed record AudienceSettings(string Name, ConditionSettings When);
