using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Tests.Harness;

/// <summary>Listens to one counter of one edge and remembers the outcomes, from its making on.</summary>
internal sealed class CountedOutcomes : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string? Site, string? Outcome)> _seen = new();

    public CountedOutcomes(TestEdge edge, string counter)
    {
        var factory = edge.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == counter && ReferenceEquals(instrument.Meter.Scope, factory))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            (string? Site, string? Outcome) seen = default;
            foreach (var (name, value) in tags)
            {
                seen = name switch
                {
                    "site" => seen with { Site = value as string },
                    "outcome" => seen with { Outcome = value as string },
                    _ => seen,
                };
            }

            for (var i = 0; i < count; i++)
            {
                _seen.Enqueue(seen);
            }
        });
        _listener.Start();
    }

    /// <summary>What was counted, in its order.</summary>
    public IReadOnlyCollection<(string? Site, string? Outcome)> Seen => _seen;

    public void Dispose() => _listener.Dispose();
}
