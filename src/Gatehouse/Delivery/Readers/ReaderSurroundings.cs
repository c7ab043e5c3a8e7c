using System.Collections.Concurrent;
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
    // As many as there are destinations.
    private readonly ConcurrentDictionary<(string Site, string Name), SemaphoreSlim> _resends = new();

    /// <summary>The log.</summary>
    public IEventLog Log => log;

    /// <summary>Who counts what came in, and goes ahead.</summary>
    public LedgerReader Ledger => ledger;

    /// <summary>The books.</summary>
    public DeliveryBooks Books => books;

    /// <summary>Makes destinations.</summary>
    public DestinationMaker Destinations { get; } = new(types, loggers);

    /// <summary>Visitors whose data had to go.</summary>
    public IErasures Erasures => erasures;

    /// <summary>Counters.</summary>
    public EdgeMetrics Metrics => metrics;

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>Where readers log.</summary>
    public ILogger Logger { get; } = loggers.CreateLogger<DestinationReader>();

    /// <summary>Waits for a destination's turn to send a dead letter again; the turn ends with what it gives. One at a time, also while a reload puts another reader in place.</summary>
    public async ValueTask<IDisposable> ResendTurnAsync(string site, string name, CancellationToken cancellationToken)
    {
        var turn = _resends.GetOrAdd((site, name), static _ => new(1));
        await turn.WaitAsync(cancellationToken);
        return new Turn(turn);
    }

    /// <summary>Whether the visitor of an event was erased after it was received.</summary>
    public bool IsErased(DeliveryEvent @event) => erasures.IsErased(@event.Site, @event.Owner.AnonymousId, @event.Owner.UserId, @event.ReceivedAt);

    /// <summary>A folder of a destination's own.</summary>
    /// <param name="site">Name of the site.</param>
    /// <param name="name">Its own name.</param>
    /// <param name="replay">Id of the replay that it is for. Null: none.</param>
    public string FolderOf(string site, string name, string? replay) =>
        Path.Combine(configuration.Current.Settings.Data, "delivery", FolderName.Of(site), FolderName.Of(name) + (replay is null ? string.Empty : "+" + FolderName.Of(replay)));

    /// <summary>What a destination is told when it is made.</summary>
    /// <param name="site">Name of the site.</param>
    /// <param name="name">Its own name.</param>
    /// <param name="replay">Id of the replay that it is for. Null: none.</param>
    /// <param name="timeout">How long one attempt may take.</param>
    public DestinationContext ContextOf(string site, string name, string? replay, TimeSpan timeout) => new()
    {
        Site = site,
        Name = name,
        Log = log.Id,
        Replay = replay,
        Folder = FolderOf(site, name, replay),
        Timeout = timeout,
        Time = time,
        Loggers = loggers,
    };

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
