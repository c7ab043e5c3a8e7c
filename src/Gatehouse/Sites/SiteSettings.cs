namespace Gatehouse.Sites;

/// <summary>One site as configured: a host or hosts, the website behind them, and what the edge does in between.</summary>
internal sealed record SiteSettings
{
    /// <summary>The key below <c>Sites</c>; names the site in logs, metrics and stores.</summary>
    public required string Name { get; init; }

    /// <summary>Which hosts are this site's. At least one.</summary>
    public required IReadOnlyList<HostPattern> Hosts { get; init; }

    /// <summary>Scheme, host and port of the website behind. Null: no origin, the application answers itself.</summary>
    public Uri? Origin { get; init; }

    /// <summary>The Host header that the origin sees.</summary>
    public OriginHost OriginHost { get; init; } = OriginHost.Preserve;

    /// <summary>How long the origin may take.</summary>
    public OriginTimeouts Timeouts { get; init; } = OriginTimeouts.Default;

    /// <summary>The real write key. A secret: it never reaches a browser, a log or an error.</summary>
    public required string WriteKey { get; init; }

    /// <summary>First path segment of all first-party routes, without slashes. Default <c>seg</c>.</summary>
    public string RoutePrefix { get; init; } = "seg";

    /// <summary>What is put into pages.</summary>
    public SnippetSettings Snippet { get; init; } = new();

    /// <summary>The vendor's upstreams. Null: no vendor.</summary>
    public SegmentSettings? Segment { get; init; }

    /// <summary>Who may push profiles. Null: the webhook refuses every call.</summary>
    public ProfileWebhookSettings? ProfileWebhook { get; init; }

    /// <summary>Paths whose page depends on the visitor.</summary>
    public IReadOnlyList<VariationSettings> Variations { get; init; } = [];

    /// <summary>Where events are delivered besides the vendor.</summary>
    public IReadOnlyList<DestinationSettings> Destinations { get; init; } = [];

    /// <summary>How long a profile is kept that nothing changes. Null: for ever.</summary>
    public TimeSpan? ProfileExpiry { get; init; }

    /// <summary>Traits that are computed from events. Default none.</summary>
    public IReadOnlyList<ComputedTraitSettings> ComputedTraits { get; init; } = [];

    /// <summary>Who belongs together. Default none.</summary>
    public IReadOnlyList<AudienceSettings> Audiences { get; init; } = [];

    /// <summary>Computed traits and audiences as they stand in the configuration, to be kept and read again.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Definitions { get; init; } = [];

    /// <summary>Names of the traits that the page's script may read. Default none.</summary>
    public IReadOnlyList<string> PageTraits { get; init; } = [];

    /// <summary>How much of a visitor's address goes with an event.</summary>
    public ClientAddressPolicy ClientAddress { get; init; } = ClientAddressPolicy.Full;

    /// <summary>Other origins (<c>https://app.example</c>) whose pages may send events here with credentials. Default none.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>How many calls with events may come. Default no limit.</summary>
    public RateLimitSettings RateLimits { get; init; } = new();

    /// <summary>Whose clients may send events on their own paths. Default all.</summary>
    public IReadOnlyList<Collector> Collectors { get; init; } = Enum.GetValues<Collector>();
}
