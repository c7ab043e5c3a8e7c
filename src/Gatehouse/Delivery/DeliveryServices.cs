using Gatehouse.Delivery.Books;
using Gatehouse.Delivery.Readers;
using Gatehouse.Delivery.Replays;
using Gatehouse.Diagnostics;
using Gatehouse.Events;
using Gatehouse.Sites;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Delivery;

/// <summary>Registers the room.</summary>
internal static class DeliveryServices
{
    /// <summary>Adds delivery.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="folder">Says which folder the books are kept in; asked once, at the start.</param>
    public static IServiceCollection AddDelivery(this IServiceCollection services, Func<IServiceProvider, string> folder)
    {
        foreach (var type in DestinationTypes.BuiltIn)
        {
            services.AddSingleton(type);
        }

        services.TryAddSingleton<DestinationTypes>();
        services.TryAddSingleton<IDestinationTypes>(static provider => provider.GetRequiredService<DestinationTypes>());
        services.TryAddSingleton(provider => DeliveryBooks.Open(
            folder(provider),
            provider.GetRequiredService<IEventLog>().Id,
            provider.GetRequiredService<IEventLog>().First,
            provider.GetRequiredService<IEventLog>().Next,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<DeliveryBooks>>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IEventCopies, ErasedLetters>());
        services.TryAddSingleton<LedgerReader>();
        services.AddHostedService(static provider => provider.GetRequiredService<LedgerReader>());
        services.TryAddSingleton<LedgerMetrics>();
        services.TryAddSingleton<BalanceCheck>();
        services.AddHostedService(static provider => provider.GetRequiredService<BalanceCheck>());
        services.TryAddSingleton<ReaderSurroundings>();
        services.TryAddSingleton<DeliveryReaders>();
        services.AddHostedService(static provider => provider.GetRequiredService<DeliveryReaders>());
        services.TryAddSingleton<ReplayRunners>();
        services.AddHostedService(static provider => provider.GetRequiredService<ReplayRunners>());
        services.TryAddSingleton<PausedReplays>();
        services.AddHostedService(static provider => provider.GetRequiredService<PausedReplays>());
        return services;
    }
}
