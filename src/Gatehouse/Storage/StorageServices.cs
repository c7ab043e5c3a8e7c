using Gatehouse.Profiles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Storage;

/// <summary>Registers the room.</summary>
internal static class StorageServices
{
    /// <summary>Adds the embedded stores.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="folder">Says which folder they are kept in; asked once, at the start.</param>
    public static IServiceCollection AddStorage(this IServiceCollection services, Func<IServiceProvider, string> folder)
    {
        services.TryAddSingleton<IProfileStore>(provider => SqliteProfileStore.Open(
            folder(provider), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SqliteProfileStore>>()));
        services.AddHostedService<StorageStart>();
        return services;
    }
}
