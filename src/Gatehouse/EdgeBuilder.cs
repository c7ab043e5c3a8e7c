using Gatehouse.Profiles;

namespace Gatehouse;

/// <summary>What an application adds to the edge in code.</summary>
public sealed class EdgeBuilder
{
    private readonly List<MappedVariation> _variations = [];

    internal EdgeBuilder()
    {
    }

    internal IReadOnlyList<MappedVariation> Variations => _variations;

    /// <summary>Serves each visitor of a path the page that a rule picks.</summary>
    /// <param name="path">The path asked for: exact, case-sensitive, begins with a slash.</param>
    /// <param name="rule">Picks the path that is served instead, beginning with a slash; null for the page itself. A rule that throws means null.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> does not begin with a slash.</exception>
    public EdgeBuilder MapVariation(string path, Func<Profile, string?> rule)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(rule);
        if (path[0] != '/')
        {
            throw new ArgumentException($"A variation's path begins with a slash; '{path}' does not.", nameof(path));
        }

        _variations.Add(new(path, rule));
        return this;
    }
}
