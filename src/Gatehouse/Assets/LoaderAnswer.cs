using Gatehouse.Diagnostics;
using Gatehouse.Profiles;
using Gatehouse.Visitors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Assets;

/// <summary>Answers with the personal loader. Never kept by any cache, and never given a visitor's ids for another site's page.</summary>
internal sealed partial class LoaderAnswer(CurrentLibrary library, MappedPageTraits mapped, IServiceProvider services, TimeProvider time, EdgeMetrics metrics, ILogger<LoaderAnswer> logger)
{
    /// <summary>How long the script waits for a profile.</summary>
    public static readonly TimeSpan ProfileDeadline = TimeSpan.FromMilliseconds(20);

    private readonly IProfileReader? _profiles = services.GetService<IProfileReader>();

    public async Task WriteAsync(HttpContext context, EdgeContext edge)
    {
        // A cross-site page gets no cookies anyway (SameSite=Lax); a browser that sends them all the same gets no ids back.
        var isForeign = context.Request.Headers["Sec-Fetch-Site"] == "cross-site";
        var visitor = isForeign ? Visitor.Unknown : edge.Visitor;
        var (script, outcome) = await library.GetAsync(edge.Site);
        var body = LoaderScript.Write(edge.Site.Settings, script.Hash, visitor, await ReadTraitsAsync(edge, visitor));
        metrics.Asset(edge.Site.Name, outcome);

        var headers = context.Response.Headers;
        context.Response.ContentType = Asset.Script;
        context.Response.ContentLength = body.Length;
        headers.CacheControl = "private, no-store";
        headers.Vary = "Cookie, Sec-Fetch-Site";
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = isForeign ? "cross-origin" : "same-site";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    private async ValueTask<PageTraits?> ReadTraitsAsync(EdgeContext edge, Visitor visitor)
    {
        var allowed = edge.Site.Settings.PageTraits;
        if (_profiles is null || (allowed.Count == 0 && mapped.IsEmpty) || (visitor.UserId ?? visitor.AnonymousId) is null)
        {
            return null;
        }

        Profile? profile;
        try
        {
            using var deadline = new CancellationTokenSource(ProfileDeadline, time);
            profile = await _profiles.ReadAsync(edge.Site, visitor, deadline.Token);
        }
#pragma warning disable CA1031 // Trouble with a profile costs the page its traits, never its library.
        catch (Exception trouble)
#pragma warning restore CA1031
        {
            LogNoProfile(trouble, edge.Site.Name);
            return null;
        }

        return profile is null ? null : Choose(edge, profile);
    }

    private PageTraits Choose(EdgeContext edge, Profile profile)
    {
        try
        {
            return mapped.Of(profile, edge.Site.Settings.PageTraits);
        }
#pragma warning disable CA1031 // The callback is the application's; whatever it throws, the page gets its library.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            LogCallbackFailed(thrown, edge.Site.Name);
            return MappedPageTraits.Allowed(profile, edge.Site.Settings.PageTraits);
        }
    }

    [LoggerMessage(1510, LogLevel.Warning, "A page of site {Site} got its library without traits.")]
    private partial void LogNoProfile(Exception trouble, string site);

    [LoggerMessage(1511, LogLevel.Error, "The application's callback for traits of pages threw; a page of site {Site} gets those that are configured.")]
    private partial void LogCallbackFailed(Exception thrown, string site);
}
