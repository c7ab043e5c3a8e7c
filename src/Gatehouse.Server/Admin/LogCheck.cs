using Gatehouse.Collect;
using Gatehouse.Events;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gatehouse.Server.Admin;

/// <summary>
/// Degraded while the log does not take events. Not unhealthy: pages are served all the same, and a balancer that took the node
/// out would take them away.
/// </summary>
internal sealed class LogCheck(IEventSink sink) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(sink is LogSink { Last: (AppendStatus.DiskFull or AppendStatus.Failed) and var trouble }
            ? HealthCheckResult.Degraded(trouble == AppendStatus.DiskFull ? "disk full" : "disk trouble")
            : HealthCheckResult.Healthy());
}
