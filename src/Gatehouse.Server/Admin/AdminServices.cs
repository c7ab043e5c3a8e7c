using Gatehouse.Sites;

namespace Gatehouse.Server.Admin;

/// <summary>Registers the admin API.</summary>
internal static class AdminServices
{
    public static IServiceCollection AddAdmin(this IServiceCollection services) => services
        .AddRouting()
        .AddSingleton(static provider => AdminToken.Open(provider.GetRequiredService<EdgeConfiguration>().Current.Settings))
        .AddSingleton<ProfileFinder>()
        .AddSingleton<IAdminRoutes, ProfileRoutes>()
        .AddSingleton<IAdminRoutes, ProfileEventRoutes>()
        .AddSingleton<IAdminRoutes, DestinationRoutes>()
        .AddSingleton<IAdminRoutes, LedgerRoutes>()
        .AddSingleton<IAdminRoutes, TraceRoutes>()
        .AddSingleton<IAdminRoutes, DeadLetterRoutes>()
        .AddSingleton<IAdminRoutes, ReplayRoutes>()
        .AddSingleton<IAdminRoutes, RebuildRoutes>();
}
