using System.Diagnostics.Metrics;

namespace Gatehouse.Diagnostics;

/// <summary>The figures of the event log.</summary>
internal sealed class LogMetrics
{
    private readonly Meter _meter;
    private readonly Histogram<int> _commits;
    private readonly Histogram<double> _seconds;
    private readonly Counter<long> _appends;
    private readonly Counter<long> _shed;
    private readonly Counter<long> _lost;
    private readonly Counter<long> _trimmed;
    private readonly Counter<long> _forgotten;

    public LogMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(EdgeMetrics.MeterName);
        _commits = _meter.CreateHistogram<int>("gatehouse.log.commit.events", description: "Events that shared a commit.");
        _seconds = _meter.CreateHistogram("gatehouse.log.commit.duration", "s", "Time of a commit, its sync included.", advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
        });
        _appends = _meter.CreateCounter<long>("gatehouse.log.appends", description: "Requests to append, by outcome.");
        _shed = _meter.CreateCounter<long>("gatehouse.log.shed", description: "Events given up because the disk is nearly used up, by type.");
        _lost = _meter.CreateCounter<long>("gatehouse.log.lost", description: "Stored events that are gone before every reader had passed them, by reason.");
        _trimmed = _meter.CreateCounter<long>("gatehouse.log.trimmed", description: "Events deleted after every reader had passed them.");
        _forgotten = _meter.CreateCounter<long>("gatehouse.log.ids.forgotten", description: "Message ids forgotten before the window had passed, because their bound was reached.");
    }

    /// <summary>A commit.</summary>
    public void Committed(int events, TimeSpan took)
    {
        _commits.Record(events);
        _seconds.Record(took.TotalSeconds);
    }

    /// <summary>A request to append, with its outcome.</summary>
    public void Append(string outcome) => _appends.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>An event that was given up.</summary>
    public void Shed(string site, string type) => _shed.Add(1, new KeyValuePair<string, object?>("site", site), new KeyValuePair<string, object?>("type", type));

    /// <summary>Events that are gone.</summary>
    public void Lost(string reason, long count) => _lost.Add(count, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>Events that nobody needs any more.</summary>
    public void Trimmed(long count) => _trimmed.Add(count);

    /// <summary>Ids that are forgotten too early.</summary>
    public void IdsForgotten(long count) => _forgotten.Add(count);

    /// <summary>Shows what a log says of itself, whenever somebody looks.</summary>
    /// <param name="mode">The durability, as the configuration calls it.</param>
    /// <param name="queue">Events that wait.</param>
    /// <param name="bytes">Bytes of disk.</param>
    /// <param name="watermark">0 to 3.</param>
    /// <param name="next">The next position.</param>
    /// <param name="first">The oldest position.</param>
    public void Observe(string mode, Func<int> queue, Func<long> bytes, Func<int> watermark, Func<long> next, Func<long> first)
    {
        _meter.CreateObservableGauge("gatehouse.log.queue", queue, description: "Events that wait for their commit.");
        _meter.CreateObservableGauge("gatehouse.log.disk", bytes, "By", "Bytes of disk that the log uses.");
        _meter.CreateObservableGauge("gatehouse.log.watermark", watermark, description: "How much of the log's share of the disk is used: 0 less than three quarters, 1 more, 2 more than nine tenths, 3 all.");
        _meter.CreateObservableGauge("gatehouse.log.next", next, description: "Position of the next event.");
        _meter.CreateObservableGauge("gatehouse.log.first", first, description: "Position of the oldest event.");
        _meter.CreateObservableGauge("gatehouse.log.mode", () => new Measurement<int>(1, new KeyValuePair<string, object?>("mode", mode)), description: "What a stored event has survived: fsync, interval or memory.");
    }
}
