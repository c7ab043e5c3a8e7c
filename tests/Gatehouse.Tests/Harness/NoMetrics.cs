using Gatehouse.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using System.Diagnostics.Metrics;

namespace Gatehouse.Tests.Harness;

/// <summary>Metrics that nobody listens to.</summary>
internal static class NoMetrics
{
    /// <summary>The edge's.</summary>
    public static EdgeMetrics Edge { get; } = new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
}
