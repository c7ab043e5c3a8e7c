using System.Collections.Frozen;

namespace Gatehouse.Sites;

/// <summary>One validated configuration, compiled for look-ups. Immutable: a reload swaps the whole, a request keeps the one it began with.</summary>
internal sealed class EdgeSnapshot
{
    private readonly FrozenDictionary<string, Site> _byHost;
    private readonly FrozenDictionary<string, Site> _byName;
    private readonly (string Suffix, Site Site)[] _byDomain;
    private readonly Site? _otherwise;

    public EdgeSnapshot(EdgeSettings settings)
    {
        Settings = settings;
        Site[] sites = [.. settings.Sites.Select(static site => new Site(site))];
        _byName = sites.ToFrozenDictionary(static site => site.Name, StringComparer.OrdinalIgnoreCase);
        var hosts = sites.SelectMany(static site => site.Settings.Hosts.Select(host => (Host: host, Site: site))).ToArray();
        _byHost = hosts.Where(static pair => pair.Host.Kind == HostPatternKind.Exact).ToFrozenDictionary(static pair => pair.Host.Name, static pair => pair.Site, StringComparer.Ordinal);

        // The longest domain decides, so that *.eu.shop.example beats *.shop.example.
        _byDomain =
        [
            .. hosts.Where(static pair => pair.Host.Kind == HostPatternKind.Below)
                .Select(static pair => (Suffix: "." + pair.Host.Name, pair.Site))
                .OrderByDescending(static pair => pair.Suffix.Length),
        ];
        _otherwise = hosts.FirstOrDefault(static pair => pair.Host.Kind == HostPatternKind.All).Site;
    }

    /// <summary>What was configured.</summary>
    public EdgeSettings Settings { get; }

    /// <summary>All sites.</summary>
    public IEnumerable<Site> Sites => _byName.Values;

    /// <summary>The site that a host belongs to: the exact name, else the longest domain, else the site of all hosts. Null: unknown host.</summary>
    public Site? Find(SiteHost host)
    {
        if (_byHost.TryGetValue(host.Name, out var site))
        {
            return site;
        }

        foreach (var (suffix, below) in _byDomain)
        {
            if (host.Name.Length > suffix.Length && host.Name.EndsWith(suffix, StringComparison.Ordinal))
            {
                return below;
            }
        }

        return _otherwise;
    }

    /// <summary>The site of a name. Null: there is none (any more).</summary>
    public Site? FindByName(string name) => _byName.GetValueOrDefault(name);
}
