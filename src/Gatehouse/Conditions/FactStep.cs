namespace Gatehouse.Conditions;

/// <summary>One way to begin a path.</summary>
/// <param name="Name">The member's name.</param>
/// <param name="Utf8">The same as UTF-8.</param>
/// <param name="Rest">What to look for in that member. Null: it is the value itself.</param>
internal sealed record FactStep(string Name, byte[] Utf8, FactPath? Rest);
