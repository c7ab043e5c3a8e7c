using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gatehouse.Variations;

/// <summary>Registers the room.</summary>
internal static class VariationServices
{
    public static IServiceCollection AddVariations(this IServiceCollection services)
    {
        services.TryAddSingleton<DeadlinePool>();
        return services;
    }
}
