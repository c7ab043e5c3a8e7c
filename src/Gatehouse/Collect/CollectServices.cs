using Gatehouse.Events;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gatehouse.Collect;

/// <summary>Registers the room.</summary>
internal static class CollectServices
{
    public static IServiceCollection AddCollect(this IServiceCollection services)
    {
        services.TryAddSingleton<IEventSink, LogSink>();
        services.TryAddSingleton<CallLimits>();
        services.TryAddSingleton<EventCollector>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IFirstPartyEndpoint, EventsEndpoint>());
        return services;
    }
}
