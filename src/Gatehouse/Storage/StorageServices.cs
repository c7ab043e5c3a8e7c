using Gatehouse.Diagnostics;
using Gatehouse.Events;
using Gatehouse.Profiles;
using Gatehouse.Profiles.Audiences;
using Gatehouse.Profiles.Rebuild;
using Gatehouse.Storage.Log;
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
    /// <param name="log">Says how the log is kept; asked once, at the start.</param>
    public static IServiceCollection AddStorage(this IServiceCollection services, Func<IServiceProvider, string> folder, Func<IServiceProvider, EventLogOptions> log)
    {
        services.TryAddSingleton<IProfileStore>(provider => SqliteProfileStore.Open(
            folder(provider), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SqliteProfileStore>>()));
        services.TryAddSingleton<IProfileScan>(provider => new ProfileScan(new(
            folder(provider), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ProfileDatabase>>())));
        services.TryAddSingleton<IErasures>(provider => SqliteErasures.Open(folder(provider)));
        services.TryAddSingleton<IDueTimes>(provider => SqliteDueTimes.Open(
            folder(provider), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SqliteDueTimes>>()));
        services.TryAddSingleton<IRebuildDisk>(provider => new RebuildDisk(
            folder(provider), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SqliteProfileStore>>()));
        services.TryAddSingleton<LogMetrics>();
        services.TryAddSingleton<IEventLog>(provider => EventLogs.Open(
            log(provider), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<LogMetrics>(), provider.GetRequiredService<ILogger<EventLog>>()));
        services.AddHostedService<StorageStart>();
        return services;
    }
}
