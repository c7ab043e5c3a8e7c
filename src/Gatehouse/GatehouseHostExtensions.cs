using System.Text;
using Gatehouse;
using Gatehouse.Assets;
using Gatehouse.Collect;
using Gatehouse.Delivery;
using Gatehouse.Diagnostics;
using Gatehouse.Origin;
using Gatehouse.Pages;
using Gatehouse.Profiles;
using Gatehouse.Sites;
using Gatehouse.Storage;
using Gatehouse.Variations;
using Gatehouse.Visitors;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

#pragma warning disable IDE0130 // Stands where users look for it.
namespace Microsoft.Extensions.Hosting;

/// <summary>Adds the edge to an application.</summary>
public static class GatehouseHostExtensions
{
    /// <summary>Adds the edge, configured by the <c>Gatehouse</c> section.</summary>
    /// <param name="builder">The application's builder.</param>
    /// <returns>The same builder.</returns>
    public static IHostApplicationBuilder AddGatehouse(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services
            .AddSites()
            .AddVisitors()

            // Before the assets, which answer for whatever else is below their folder.
            .AddPages()
            .AddAssets()
            .AddProfiles()
            .AddVariations()
            .AddStorage(
                static services => services.GetRequiredService<EdgeConfiguration>().Current.Settings.Data,
                static services => EventLogSettings.Of(services.GetRequiredService<EdgeConfiguration>().Current.Settings))
            .AddCollect()
            .AddDelivery(static services => services.GetRequiredService<EdgeConfiguration>().Current.Settings.Data)
            .AddOrigin();
        return builder;
    }

    /// <summary>Adds a kind of destination, which the configuration can then name.</summary>
    /// <param name="builder">The application's builder.</param>
    /// <param name="type">The kind. Its name must be its own.</param>
    /// <returns>The same builder.</returns>
    public static IHostApplicationBuilder AddDestination(this IHostApplicationBuilder builder, DestinationType type)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(type);
        builder.Services.AddSingleton(type);
        return builder;
    }

    private static IServiceCollection AddSites(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton<EdgeMetrics>();
        services.TryAddSingleton<CodeDefinitions>();
        services.TryAddSingleton<EdgeConfiguration>();

        // Header bytes pass as they are, one character a byte, on both sides of the edge. Read as UTF-8, one cookie in another
        // encoding would be a 400 for every page of the site.
        services.Configure<KestrelServerOptions>(static kestrel =>
        {
            kestrel.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
            kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
        });
        return services;
    }
}
