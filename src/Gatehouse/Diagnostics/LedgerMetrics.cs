using System.Diagnostics.Metrics;

namespace Gatehouse.Diagnostics;

/// <summary>The figures of the books: what waits for each destination, and whether they balance.</summary>
internal sealed class LedgerMetrics
{
    private readonly Gauge<long> _imbalance;
    private readonly Gauge<long> _pending;
    private readonly Gauge<long> _bytes;
    private readonly Gauge<double> _age;
    private readonly Gauge<long> _paused;

    public LedgerMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(EdgeMetrics.MeterName);
        _imbalance = meter.CreateGauge<long>("gatehouse.ledger.imbalance", description: "Events that came in, less those of which the books say what became of them. 0, always.");
        _pending = meter.CreateGauge<long>("gatehouse.deliveries.pending", description: "Events that wait for a destination.");
        _bytes = meter.CreateGauge<long>("gatehouse.deliveries.pending.bytes", "By", "Bytes of events that wait for a destination.");
        _age = meter.CreateGauge<double>("gatehouse.deliveries.pending.age", "s", "How long the oldest event has waited for a destination, to the minute.");
        _paused = meter.CreateGauge<long>("gatehouse.replays.paused.entries", description: "Entries that the log keeps from the place of a replay on that is paused.");
    }

    /// <summary>What came in and is not accounted for. The destination is empty for a site's intake.</summary>
    public void Imbalance(string site, string destination, long events) => _imbalance.Record(events, new("site", site), new("destination", destination));

    /// <summary>What the log has from the place of a paused replay on. 0: none is paused any more.</summary>
    public void PausedReplay(string site, string destination, long entries) => _paused.Record(entries, new("site", site), new("destination", destination));

    /// <summary>What waits.</summary>
    public void Pending(string site, string destination, long events, long bytes, TimeSpan age)
    {
        KeyValuePair<string, object?> first = new("site", site), second = new("destination", destination);
        _pending.Record(events, first, second);
        _bytes.Record(bytes, first, second);
        _age.Record(age.TotalSeconds, first, second);
    }
}
