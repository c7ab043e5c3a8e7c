using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gatehouse.Visitors;

/// <summary>Registers the room.</summary>
internal static class VisitorServices
{
    public static IServiceCollection AddVisitors(this IServiceCollection services)
    {
        services.TryAddSingleton<VisitorCookies>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IFirstPartyEndpoint, ResetEndpoint>());
        return services;
    }
}
