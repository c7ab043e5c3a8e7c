using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gatehouse.Origin;

/// <summary>Registers the room.</summary>
internal static class OriginServices
{
    public static IServiceCollection AddOrigin(this IServiceCollection services)
    {
        services.AddHttpForwarder();
        services.TryAddSingleton<OriginConnections>();
        services.TryAddSingleton<OriginTransformer>();
        services.TryAddSingleton<OriginForwarder>();
        return services;
    }
}
