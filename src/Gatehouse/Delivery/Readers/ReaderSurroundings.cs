using Gatehouse.Delivery.Books;
using Gatehouse.Diagnostics;
using Gatehouse.Events;
using Gatehouse.Sites;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Delivery.Readers;

/// <summary>What readers of all destinations have in common.</summary>
internal sealed class ReaderSurroundings(
    EdgeConfiguration configuration, IEventLog log, LedgerReader ledger, DeliveryBooks books, DestinationTypes types, IErasures erasures, EdgeMetrics metrics, TimeProvider time, ILoggerFactory loggers)
{
    /// <summary>The log.</summary>
    public IEventLog Log => log;

    /// <summary>Who counts what came in, and goes ahead.</summary>
    public LedgerReader Ledger => ledger;

    /// <summary>The books.</summary>
    public DeliveryBooks Books => books;

    /// <summary>The kinds of destinations.</summary>
    public DestinationTypes Types => types;

    /// <summary>Visitors whose data had to go.</summary>
    public IErasures Erasures => erasures;

    /// <summary>Counters.</summary>
    public EdgeMetrics Metrics => metrics;

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>Where readers log.</summary>
    public ILogger Logger { get; } = loggers.CreateLogger<DestinationReader>();

    /// <summary>What a destination is told when it is made.</summary>
    /// <param name="site">Name of the site.</param>
    /// <param name="name">Its own name.</param>
    /// <param name="replay">Id of the replay that it is for. Null: none.</param>
    public DestinationContext ContextOf(string site, string name, string? replay) => new()
    {
        Site = site,
        Name = name,
        Log = log.Id,
        Replay = replay,
        Folder = Path.Combine(configuration.Current.Settings.Data, "delivery", site, replay is null ? name : name + "-" + replay),
        Time = time,
        Loggers = loggers,
    };
}
