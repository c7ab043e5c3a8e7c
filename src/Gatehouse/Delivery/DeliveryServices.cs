using Gatehouse.Delivery.Forwarding;
using Gatehouse.Sites;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gatehouse.Delivery;

/// <summary>Registers the room.</summary>
internal static class DeliveryServices
{
    public static IServiceCollection AddDelivery(this IServiceCollection services)
    {
        foreach (var type in DestinationTypes.BuiltIn)
        {
            services.AddSingleton(type);
        }

        services.TryAddSingleton<DestinationTypes>();
        services.TryAddSingleton<IDestinationTypes>(static provider => provider.GetRequiredService<DestinationTypes>());
        services.TryAddSingleton<TrackingConnections>();
        services.TryAddSingleton<TrackingApi>();
        services.AddHostedService<ForwardingReader>();
        return services;
    }
}
