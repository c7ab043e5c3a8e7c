using Gatehouse.Assets;
using Gatehouse.Profiles;
using Gatehouse.Sites;

namespace Gatehouse;

/// <summary>What an application adds to the edge in code.</summary>
public sealed class EdgeBuilder
{
    private readonly List<MappedVariation> _variations = [];
    private readonly List<CodeDefinition> _definitions = [];
    private readonly List<Action<Profile, PageTraits>> _pageTraits = [];

    internal EdgeBuilder()
    {
    }

    internal IReadOnlyList<MappedVariation> Variations => _variations;

    internal IReadOnlyList<CodeDefinition> Definitions => _definitions;

    internal IReadOnlyList<Action<Profile, PageTraits>> PageTraits => _pageTraits;

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

    /// <summary>
    /// Computes a trait from the events of each visitor, at every site of the application. A later start with another definition
    /// computes it anew from the log, while the old result serves.
    /// </summary>
    /// <param name="name">The trait's name: 1 to 256 characters without colons. A name that the configuration uses, too, stops the start.</param>
    /// <param name="compute">How, for example <c>Compute.Count(When.Event("Product Viewed"), TimeSpan.FromHours(1))</c>.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The name is empty, has a colon, or was added before.</exception>
    public EdgeBuilder AddComputedTrait(string name, Compute compute)
    {
        ArgumentNullException.ThrowIfNull(compute);
        return Define("ComputedTraits", name, compute.Texts);
    }

    /// <summary>
    /// Adds an audience over the profiles of every site of the application. Who enters or leaves makes an event. A later start with
    /// another condition judges all profiles anew.
    /// </summary>
    /// <param name="name">The audience's name: 1 to 256 characters without colons. A name that the configuration uses, too, stops the start.</param>
    /// <param name="when">Who is in it: a condition over traits, computed ones too, for example <c>When.Trait("views_1h").GreaterOrEqual(3)</c>.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The name is empty, has a colon, or was added before.</exception>
    public EdgeBuilder AddAudience(string name, When when)
    {
        ArgumentNullException.ThrowIfNull(when);
        return Define("Audiences", name, [.. When.Below("When", when.Texts)]);
    }

    /// <summary>
    /// Says what of a visitor's profile the page's scripts may see, beside what <c>PageTraits</c> of the configuration names. Called for
    /// each page of a visitor who has a profile, so it should be quick. When it throws, the page gets what is configured.
    /// </summary>
    /// <param name="choose">Adds traits, for example <c>(profile, page) => page.Add("plan", profile.Text("plan"))</c>.</param>
    /// <returns>The same builder.</returns>
    public EdgeBuilder AddPageTraits(Action<Profile, PageTraits> choose)
    {
        ArgumentNullException.ThrowIfNull(choose);
        _pageTraits.Add(choose);
        return this;
    }

    private EdgeBuilder Define(string section, string name, IReadOnlyList<KeyValuePair<string, string>> texts)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.Contains(':', StringComparison.Ordinal))
        {
            throw new ArgumentException($"A name has no colon; '{name}' has one.", nameof(name));
        }

        if (_definitions.Exists(known => known.Section == section && string.Equals(known.Name, name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new ArgumentException($"'{name}' was added before; names that differ in case only are one.", nameof(name));
        }

        _definitions.Add(new(section, name, texts));
        return this;
    }
}
