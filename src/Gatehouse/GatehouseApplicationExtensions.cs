using Gatehouse;
using Gatehouse.Assets;
using Gatehouse.Collect.Collectors;
using Gatehouse.Origin;
using Gatehouse.Pages;
using Gatehouse.Sites;
using Gatehouse.Variations;
using Gatehouse.Visitors;
using Microsoft.Extensions.DependencyInjection;

#pragma warning disable IDE0130 // Stands where users look for it.
namespace Microsoft.AspNetCore.Builder;

/// <summary>Puts the edge into an application's pipeline.</summary>
public static class GatehouseApplicationExtensions
{
    /// <summary>
    /// Puts the edge in front of everything that is mapped or used after it. Routing runs behind the edge, so that a variation
    /// decides which endpoint answers.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <param name="configure">What is added in code. Null: what is configured, nothing else.</param>
    /// <returns>The same application.</returns>
    public static WebApplication UseGatehouse(this WebApplication app, Action<EdgeBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(app);
        var edge = new EdgeBuilder();
        configure?.Invoke(edge);
        app.Services.GetRequiredService<CodeDefinitions>().Add(edge.Definitions);
        app.Services.GetRequiredService<MappedPageTraits>().Add(edge.PageTraits);

        // A configuration that cannot serve stops the start, not the first visitor.
        app.Services.GetRequiredService<EdgeConfiguration>();

        // The road of a page, in its order.
        app.UseMiddleware<SiteMiddleware>();
        app.UseMiddleware<VisitorMiddleware>();
        app.UseMiddleware<FirstPartyMiddleware>();
        app.UseMiddleware<CollectorMiddleware>();
        app.UseMiddleware<VariationMiddleware>(edge.Variations);
        app.UseMiddleware<PageMiddleware>();
        app.UseRouting();
        return app;
    }

    /// <summary>Forwards whatever no endpoint of the application answers to the site's configured origin.</summary>
    /// <param name="app">The application.</param>
    /// <returns>The same application.</returns>
    public static WebApplication MapOrigin(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapFallback("{**path}", app.Services.GetRequiredService<OriginForwarder>().ForwardAsync);
        return app;
    }
}
