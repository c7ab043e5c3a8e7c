using Gatehouse.Delivery.Books;
using Gatehouse.Delivery.Readers;
using Gatehouse.Sites;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Delivery.Replays;

/// <summary>Takes orders for replays, and has a <see cref="ReplayRunner"/> at work for each that runs, also after a restart. One a destination.</summary>
internal sealed partial class ReplayRunners(EdgeConfiguration configuration, ReaderSurroundings around, ILogger<ReplayRunners> logger) : BackgroundService
{
    private const string Gone = "its destination was taken out of the configuration";
    private const string Taken = "The destination has a replay already that is running or paused; wait for its end, or cancel it.";

    private readonly Dictionary<long, ReplayRunner> _atWork = [];
    private readonly SemaphoreSlim _turn = new(1);
    private readonly ConfigurationFollower _follower = new(configuration, around.Time);

    /// <summary>What is known of the failures of a running replay's destination. Null: it does not run.</summary>
    public Illness? IllnessOf(long id) => Find(id)?.Illness;

    /// <summary>Makes a replay of what the log has now, and lets it begin.</summary>
    public Task<ReplayAnswer> AddAsync(ReplayOrder order) => InTurnAsync(async () =>
    {
        if (SettingsOf(order.Site, order.Destination) is not { } settings)
        {
            return ReplayAnswer.No("There is no such destination; GET /api/destinations lists them.");
        }

        await StopEndedAsync(await around.Books.ReadAsync(ReplayRows.Unfinished));
        var now = around.Time.GetUtcNow();
        var (first, next) = around.Log.Within(order.Filter.From ?? DateTimeOffset.MinValue, order.Filter.To ?? now);
        if (first >= next)
        {
            return ReplayAnswer.No("The log has nothing of that time. It keeps what every destination has passed for as long as Gatehouse:Log:Retain says; set it to a span, 7d for instance, to replay later events.");
        }

        long? id = null;
        await around.Books.WriteAsync(writer => id = ReplayRows.Add(writer.Connection, order, first, next, now));
        if (id is not { } added)
        {
            return ReplayAnswer.No(Taken);
        }

        var replay = await around.Books.ReadAsync(connection => ReplayRows.Find(connection, added));
        await StartAsync(replay!, settings);
        return new(replay, null);
    });

    /// <summary>Holds one; also over restarts. The log keeps what it has not read. Null: there is none.</summary>
    public Task<ReplayAnswer?> PauseAsync(long id) => ChangeAsync(id, [ReplayState.Running], "It is not running.", async replay =>
    {
        await SetAsync(replay, ReplayState.Paused, string.Empty);
        return null;
    });

    /// <summary>Lets one that is paused or has failed go on. Null: there is none.</summary>
    public Task<ReplayAnswer?> ResumeAsync(long id) => ChangeAsync(id, [ReplayState.Paused, ReplayState.Failed], "It is neither paused nor failed.", async replay =>
    {
        if (SettingsOf(replay.Site, replay.Destination) is not { } settings)
        {
            return "Its destination is configured no longer.";
        }

        var others = await around.Books.ReadAsync(ReplayRows.Unfinished);
        if (others.Exists(other => other.Id != id && other.Site == replay.Site && other.Destination == replay.Destination))
        {
            return Taken;
        }

        await SetAsync(replay, ReplayState.Running, string.Empty);
        await StartAsync(replay, settings);
        return null;
    });

    /// <summary>Ends one before it is done. Null: there is none.</summary>
    public Task<ReplayAnswer?> CancelAsync(long id) => ChangeAsync(id, [ReplayState.Running, ReplayState.Paused], "It has ended already.", async replay =>
    {
        await CancelAsync(replay, "an operator said so");
        return null;
    });

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _follower.Begin();
        await ReconcileAsync();
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _follower.FollowAsync(ReconcileAsync, stoppingToken);
        await InTurnAsync(async () =>
        {
            await Task.WhenAll(Ids().Select(StopAsync));
            return 0;
        });
    }

    private DestinationSettings? SettingsOf(string site, string destination) =>
        configuration.Current.Settings.Sites.FirstOrDefault(one => one.Name == site)?.Destinations.FirstOrDefault(one => one.Name == destination);

    private async Task<T> InTurnAsync<T>(Func<Task<T>> what)
    {
        await _turn.WaitAsync();
        try
        {
            return await what();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Changes one that is in one of some states, while it does not work.</summary>
    private Task<ReplayAnswer?> ChangeAsync(long id, ReplayState[] states, string otherwise, Func<Replay, Task<string?>> change) => InTurnAsync<ReplayAnswer?>(async () =>
    {
        if (await FindAsync(id) is not { } seen)
        {
            return null;
        }

        if (!states.Contains(seen.State))
        {
            return ReplayAnswer.No(otherwise);
        }

        // It may come to its end before it stops.
        await StopAsync(id);
        var refusal = await FindAsync(id) is { } stopped && states.Contains(stopped.State) ? await change(stopped) : otherwise;
        return refusal is null ? new(await FindAsync(id), null) : ReplayAnswer.No(refusal);
    });

    private Task<Replay?> FindAsync(long id) => around.Books.ReadAsync(connection => ReplayRows.Find(connection, id));

    private Task<bool> ReconcileAsync() => InTurnAsync(async () =>
    {
        try
        {
            var unfinished = await around.Books.ReadAsync(ReplayRows.Unfinished);
            await StopEndedAsync(unfinished);
            await ForgetUnknownAsync(unfinished);
            foreach (var replay in unfinished)
            {
                await ReconcileAsync(replay);
            }

            return true;
        }
#pragma warning disable CA1031 // It is tried again, and what is at work goes on.
        catch (Exception trouble)
#pragma warning restore CA1031
        {
            LogNotStarted(trouble);
            return false;
        }
    });

    private async Task ReconcileAsync(Replay replay)
    {
        var settings = SettingsOf(replay.Site, replay.Destination);
        if (Find(replay.Id) is { } runner)
        {
            if (runner.Settings.Equals(settings))
            {
                return;
            }

            await StopAsync(replay.Id);
            replay = (await FindAsync(replay.Id))!;
        }

        if (replay.Finished is not null)
        {
            return;
        }

        if (settings is null)
        {
            await CancelAsync(replay, Gone);
        }
        else if (replay.State == ReplayState.Running)
        {
            await StartAsync(replay, settings);
        }
        else if (!around.Log.Readers.Contains(ReplayTraces.ReaderOf(replay.Id), StringComparer.Ordinal))
        {
            // The log may have lost its cursors; it keeps what a paused one has not read all the same.
            await around.Log.StoreCursorAsync(ReplayTraces.ReaderOf(replay.Id), replay.Cursor, CancellationToken.None);
        }
    }

    private async Task StopEndedAsync(IReadOnlyList<Replay> unfinished)
    {
        foreach (var id in Ids().Except(unfinished.Select(static one => one.Id)))
        {
            await StopAsync(id);
        }
    }

    /// <summary>The log keeps entries for every reader it knows, so those of replays that ended in a crash, or with lost books, are taken back.</summary>
    private async Task ForgetUnknownAsync(IReadOnlyList<Replay> unfinished)
    {
        var known = unfinished.Select(static one => ReplayTraces.ReaderOf(one.Id)).ToHashSet(StringComparer.Ordinal);
        foreach (var unknown in around.Log.Readers.Where(reader => reader.StartsWith(ReplayTraces.ReaderPrefix, StringComparison.Ordinal) && !known.Contains(reader)))
        {
            await around.Log.ForgetCursorAsync(unknown, CancellationToken.None);
        }
    }

    private Task SetAsync(Replay replay, ReplayState state, string reason) =>
        around.Books.WriteAsync(writer => ReplayRows.Set(writer.Connection, replay.Id, state, reason, around.Time.GetUtcNow()));

    private async Task CancelAsync(Replay replay, string reason)
    {
        await SetAsync(replay, ReplayState.Cancelled, reason);
        await ReplayTraces.DeleteAsync(around, replay);
    }

    private async Task StartAsync(Replay replay, DestinationSettings settings)
    {
        // From here on the log waits for it.
        await around.Log.StoreCursorAsync(ReplayTraces.ReaderOf(replay.Id), replay.Cursor, CancellationToken.None);
        var runner = new ReplayRunner(around, replay, settings);
        lock (_atWork)
        {
            _atWork.Add(replay.Id, runner);
        }

        runner.Start();
    }

    private async Task StopAsync(long id)
    {
        ReplayRunner? runner;
        lock (_atWork)
        {
            _atWork.Remove(id, out runner);
        }

        if (runner is not null)
        {
            await runner.DisposeAsync();
        }
    }

    private ReplayRunner? Find(long id)
    {
        lock (_atWork)
        {
            return _atWork.GetValueOrDefault(id);
        }
    }

    private List<long> Ids()
    {
        lock (_atWork)
        {
            return [.. _atWork.Keys];
        }
    }

    [LoggerMessage(1848, LogLevel.Error, "Replays could not be brought in line with the configuration; it is tried again.")]
    private partial void LogNotStarted(Exception trouble);
}
