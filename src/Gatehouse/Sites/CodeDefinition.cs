namespace Gatehouse.Sites;

/// <summary>A computed trait or an audience that an application has added in code, as the configuration would say it.</summary>
/// <param name="Section">The key of a site below which it would stand: <c>ComputedTraits</c> or <c>Audiences</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Texts">Keys below that name, and texts.</param>
internal sealed record CodeDefinition(string Section, string Name, IReadOnlyList<KeyValuePair<string, string>> Texts);
