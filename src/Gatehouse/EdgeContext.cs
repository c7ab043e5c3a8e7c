using System.Net;
using Gatehouse.Sites;
using Gatehouse.Visitors;
using Microsoft.AspNetCore.Http;

namespace Gatehouse;

/// <summary>What the edge knows of one request. Put in place by the first step of the road, filled by later ones.</summary>
internal sealed class EdgeContext
{
    /// <summary>The site that the request is for, of the snapshot that was current when it came.</summary>
    public required Site Site { get; init; }

    /// <summary>The host as the browser sees it: the Host header, or a trusted proxy's X-Forwarded-Host.</summary>
    public required SiteHost Host { get; init; }

    /// <summary><c>http</c> or <c>https</c> as the browser sees it.</summary>
    public required string Scheme { get; init; }

    /// <summary>The visitor's address, behind trusted proxies. Null when the transport has none.</summary>
    public IPAddress? ClientAddress { get; init; }

    /// <summary>The visitor, as the request's cookies tell. Set by the visitors' step.</summary>
    public Visitor Visitor { get; set; } = Visitor.Unknown;

    /// <summary>Whether the path asked for has a variation, so that its answer depends on the visitor whatever was picked.</summary>
    public bool IsVaried { get; set; }

    /// <summary>The path that is served instead of the one asked for. Null: the one asked for.</summary>
    public string? ServedPath { get; set; }

    /// <summary>Whether <see cref="Scheme"/> is https.</summary>
    public bool IsSecure => string.Equals(Scheme, "https", StringComparison.Ordinal);

    /// <summary>The context of a request that is past the first step. Null: the request is for no site.</summary>
    public static EdgeContext? Of(HttpContext context) => context.Features.Get<EdgeContext>();
}
