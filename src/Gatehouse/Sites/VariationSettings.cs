namespace Gatehouse.Sites;

/// <summary>A path, and which page is served there to whom.</summary>
/// <param name="Path">The path asked for; exact, begins with a slash.</param>
/// <param name="Serve">Tried in order; the first whose condition holds decides. None holds: the page itself.</param>
internal sealed record VariationSettings(string Path, IReadOnlyList<ServeSettings> Serve);
