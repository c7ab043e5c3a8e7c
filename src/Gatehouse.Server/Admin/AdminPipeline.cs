using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace Gatehouse.Server.Admin;

/// <summary>What the admin listener serves. Nothing of it is served by a public one, and the other way round.</summary>
internal static class AdminPipeline
{
    /// <summary>Puts it in front of the public road.</summary>
    public static void UseAdmin(this WebApplication app) =>
        app.MapWhen(static context => context.Features.Get<AdminConnection>() is not null, static admin =>
        {
            // Alive is who answers at all; ready is who may get visitors.
            admin.UseHealthChecks("/health/live", new HealthCheckOptions { Predicate = static _ => false });
            admin.UseHealthChecks("/health/ready");
            admin.UseOpenTelemetryPrometheusScrapingEndpoint("/metrics");

            // Everything below asks for the token, also what is not there.
            admin.UseMiddleware<AdminTokenMiddleware>();
            admin.UseRouting();
            admin.UseEndpoints(static routes =>
            {
                foreach (var part in routes.ServiceProvider.GetServices<IAdminRoutes>())
                {
                    part.Map(routes);
                }
            });
            admin.Run(static context => FirstPartyAnswer.RefuseAsync(
                context, StatusCodes.Status404NotFound, "not_found", "The admin listener has no such route; see docs/admin.md."));
        });
}
