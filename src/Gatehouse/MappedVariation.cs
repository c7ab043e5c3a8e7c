using Gatehouse.Profiles;

namespace Gatehouse;

/// <summary>A variation that the application added in code.</summary>
/// <param name="Path">The path asked for.</param>
/// <param name="Rule">Picks the path that is served instead.</param>
internal sealed record MappedVariation(string Path, Func<Profile, string?> Rule);
