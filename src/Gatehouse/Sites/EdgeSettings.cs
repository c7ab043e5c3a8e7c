using System.Net;

namespace Gatehouse.Sites;

/// <summary>The whole configuration, validated. Immutable: a reload makes another one.</summary>
internal sealed record EdgeSettings
{
    /// <summary>Addresses of the public listeners. Default <c>http://127.0.0.1:8080</c>.</summary>
    public required IReadOnlyList<Uri> Listen { get; init; }

    /// <summary>The admin listener.</summary>
    public required AdminSettings Admin { get; init; }

    /// <summary>Certificate of the HTTPS listeners. Null when there are none.</summary>
    public CertificateSettings? Certificate { get; init; }

    /// <summary>Folder of everything that is kept. Default <c>./data</c>.</summary>
    public required string Data { get; init; }

    /// <summary>Peers whose forwarded headers count. Default none.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>When an event counts as stored.</summary>
    public Durability Durability { get; init; } = Durability.Fsync;

    /// <summary>How the log of events is kept.</summary>
    public LogSettings Log { get; init; } = new();

    /// <summary>The sites. At least one.</summary>
    public required IReadOnlyList<SiteSettings> Sites { get; init; }
}
