using Gatehouse.Delivery.Books;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gatehouse.Server.Admin;

/// <summary>Degraded while the books do not balance: an event is missing or counted twice, which nobody else would see.</summary>
internal sealed class LedgerCheck(BalanceCheck check) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(check.IsOut ? HealthCheckResult.Degraded("the books do not balance") : HealthCheckResult.Healthy());
}
