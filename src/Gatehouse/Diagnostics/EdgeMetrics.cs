using System.Diagnostics.Metrics;

namespace Gatehouse.Diagnostics;

/// <summary>The counters of the edge: each has the site and an outcome from a closed list, never anything that a visitor sent.</summary>
internal sealed class EdgeMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Gatehouse";

    private readonly Counter<long> _requests;
    private readonly Counter<long> _visitors;
    private readonly Counter<long> _pages;
    private readonly Counter<long> _variations;
    private readonly Counter<long> _assets;
    private readonly Counter<long> _events;
    private readonly Counter<long> _future;
    private readonly Counter<long> _deliveries;
    private readonly Counter<long> _profiles;
    private readonly Counter<long> _origin;
    private readonly Counter<long> _reloads;

    public EdgeMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _requests = meter.CreateCounter<long>("gatehouse.requests.refused", description: "Requests refused before they reached a site, by reason.");
        _visitors = meter.CreateCounter<long>("gatehouse.visitors", description: "Answers that wrote a visitor's cookies, by what became of the ids.");
        _pages = meter.CreateCounter<long>("gatehouse.pages", description: "HTML answers, by what became of the snippet.");
        _variations = meter.CreateCounter<long>("gatehouse.variations", description: "Requests for a path with a variation, by what was served and why.");
        _assets = meter.CreateCounter<long>("gatehouse.assets", description: "Library, settings and bundles, by where they came from.");
        _events = meter.CreateCounter<long>("gatehouse.events", description: "Events, accepted or refused by reason.");
        _future = meter.CreateCounter<long>("gatehouse.events.future", description: "Accepted events whose time is later than their receipt.");
        _deliveries = meter.CreateCounter<long>("gatehouse.deliveries", description: "Events by destination and what became of them; each attempt that failed counts as retried.");
        _profiles = meter.CreateCounter<long>("gatehouse.profiles", description: "Profile pushes and pulls, by outcome.");
        _origin = meter.CreateCounter<long>("gatehouse.origin.failures", description: "Requests that the origin did not answer, by reason.");
        _reloads = meter.CreateCounter<long>("gatehouse.configuration.reloads", description: "Reloads of the configuration, by outcome.");
    }

    /// <summary>A request that is for no site.</summary>
    public void RequestRefused(string reason) => _requests.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>An answer that writes a visitor's cookies.</summary>
    public void Visitor(string site, string outcome) => Add(_visitors, site, outcome, 1);

    /// <summary>An HTML answer.</summary>
    public void Page(string site, string outcome) => Add(_pages, site, outcome, 1);

    /// <summary>A request for a path with a variation.</summary>
    public void Variation(string site, string outcome) => Add(_variations, site, outcome, 1);

    /// <summary>An asset that was served.</summary>
    public void Asset(string site, string outcome) => Add(_assets, site, outcome, 1);

    /// <summary>Events that were accepted or refused.</summary>
    public void Events(string site, string outcome, int count) => Add(_events, site, outcome, count);

    /// <summary>Accepted events of a time that has not come.</summary>
    public void FutureEvents(string site, int count)
    {
        if (count > 0)
        {
            _future.Add(count, new KeyValuePair<string, object?>("site", site));
        }
    }

    /// <summary>Events and what became of them at a destination.</summary>
    public void Deliveries(string site, string destination, string outcome, int count)
    {
        if (count > 0)
        {
            _deliveries.Add(count, new("site", site), new("destination", destination), new("outcome", outcome));
        }
    }

    /// <summary>A profile that was pushed or pulled.</summary>
    public void Profile(string site, string outcome) => Add(_profiles, site, outcome, 1);

    /// <summary>Events or traits on their way into profiles.</summary>
    public void Profiles(string site, string outcome, int count) => Add(_profiles, site, outcome, count);

    /// <summary>Traits that gave way to a profile's bounds.</summary>
    public void ProfileTraitsDropped(string site, int count) => Add(_profiles, site, "traits_dropped", count);

    /// <summary>A request that the origin did not answer.</summary>
    public void OriginFailed(string site, string outcome) => Add(_origin, site, outcome, 1);

    /// <summary>A reload of the configuration.</summary>
    public void Reload(string outcome) => _reloads.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    private static void Add(Counter<long> counter, string site, string outcome, int count)
    {
        if (count > 0)
        {
            counter.Add(count, new KeyValuePair<string, object?>("site", site), new KeyValuePair<string, object?>("outcome", outcome));
        }
    }
}
