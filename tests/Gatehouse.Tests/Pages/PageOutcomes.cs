using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Gatehouse.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Tests.Pages;

/// <summary>Collects what an edge counts of its pages.</summary>
internal sealed class PageOutcomes : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<string> _outcomes = new();

    public PageOutcomes(IServiceProvider services)
    {
        var meter = services.GetRequiredService<IMeterFactory>().Create(EdgeMetrics.MeterName);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, meter) && instrument.Name == "gatehouse.pages")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) => _outcomes.Enqueue((string)tags[1].Value!));
        _listener.Start();
    }

    /// <summary>All so far, in order.</summary>
    public string All => string.Join(' ', _outcomes);

    public void Dispose() => _listener.Dispose();
}
