using Gatehouse.Delivery.Forwarding;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gatehouse.Delivery;

/// <summary>Registers the room.</summary>
internal static class DeliveryServices
{
    public static IServiceCollection AddDelivery(this IServiceCollection services)
    {
        services.TryAddSingleton<TrackingConnections>();
        services.TryAddSingleton<TrackingApi>();
        services.AddHostedService<ForwardingReader>();
        return services;
    }
}
