using Gatehouse.Events;
using Gatehouse.Profiles.Audiences;
using Gatehouse.Profiles.History;
using Gatehouse.Profiles.Projection;
using Gatehouse.Profiles.Pull;
using Gatehouse.Profiles.Push;
using Gatehouse.Profiles.Rebuild;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gatehouse.Profiles;

/// <summary>Registers the room.</summary>
internal static class ProfileServices
{
    public static IServiceCollection AddProfiles(this IServiceCollection services)
    {
        services.TryAddSingleton<ReceiptClock>();
        services.TryAddSingleton<ProfileRecords>();
        services.TryAddSingleton<AudienceEvents>();
        services.TryAddSingleton<ProfileEraser>();
        services.TryAddSingleton<EventHistory>();
        services.TryAddSingleton<DefinitionsInService>();
        services.TryAddSingleton<ProjectionGate>();
        services.TryAddSingleton<RebuildShadow>();
        services.AddSingleton<IEventCopies>(static provider => provider.GetRequiredService<RebuildShadow>());
        services.TryAddSingleton<RebuildReplay>();
        services.TryAddSingleton<RebuildSwap>();
        services.TryAddSingleton<ProfileRebuild>();
        services.AddHostedService(static provider => provider.GetRequiredService<ProfileRebuild>());
        services.AddHostedService<ProjectionReader>();
        services.AddHostedService<AudienceClock>();
        services.TryAddSingleton<ErasureExpiry>();
        services.AddHostedService(static provider => provider.GetRequiredService<ErasureExpiry>());
        services.TryAddSingleton<ProfileSweep>();
        services.AddHostedService(static provider => provider.GetRequiredService<ProfileSweep>());
        services.TryAddSingleton<ProfileApiClient>();
        services.TryAddSingleton<ProfilePuller>();
        services.TryAddSingleton<IProfileReader, ProfileReader>();
        services.TryAddSingleton<PushMessages>();
        services.TryAddSingleton<PushIntake>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IFirstPartyEndpoint, PushEndpoint>());
        return services;
    }
}
