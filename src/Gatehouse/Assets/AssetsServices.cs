using Gatehouse.Assets.Cdn;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gatehouse.Assets;

/// <summary>Registers the room.</summary>
internal static class AssetsServices
{
    public static IServiceCollection AddAssets(this IServiceCollection services)
    {
        services.TryAddSingleton<BundledLibrary>();
        services.TryAddSingleton<CdnConnections>();
        services.TryAddSingleton<CdnClient>();
        services.TryAddSingleton<CdnCache>();
        services.TryAddSingleton<CurrentLibrary>();
        services.TryAddSingleton<MappedPageTraits>();
        services.TryAddSingleton<LoaderAnswer>();
        services.TryAddSingleton<AssetFiles>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IFirstPartyEndpoint, AssetsEndpoint>());
        return services;
    }
}
