using Gatehouse.Delivery.Books;
using Gatehouse.Delivery.Readers;
using Gatehouse.Delivery.Rules;
using Gatehouse.Events;
using Gatehouse.Sites;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Delivery.Replays;

/// <summary>
/// Does one replay, from its cursor on: read, judge, map, batch, send, book, as for the events that come, by a destination of its own.
/// What it does is marked, slow if that is asked for, and no part of the ledger.
/// </summary>
internal sealed partial class ReplayRunner : IReaderWatch, IPartBook, IAsyncDisposable
{
    private const int MostEntries = 2000;
    private const int MostBytes = 8 << 20;

    // Where nothing is to be sent, the cursor need not be stored at each step.
    private static readonly TimeSpan LongestUnstored = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _giveUp = new();
    private readonly ReaderSurroundings _around;
    private readonly Replay _replay;
    private readonly DestinationSettings _settings;
    private readonly EventRules _rules;
    private readonly Insistence _insistence;
    private readonly ILogger _logger;
    private readonly string _id;
    private Task _work = Task.CompletedTask;
    private long _cursor;
    private long _lost;
    private DateTimeOffset _stored;

    public ReplayRunner(ReaderSurroundings around, Replay replay, DestinationSettings settings)
    {
        (_around, _replay, _settings, _logger) = (around, replay, settings, around.Logger);
        _id = ReplayTraces.IdOf(replay.Id);
        _rules = new(settings.Rules);
        _insistence = new(around.Time);
        _cursor = replay.Cursor;
        Illness = new(since: null, around.Time);
    }

    /// <summary>How its destination is configured.</summary>
    public DestinationSettings Settings => _settings;

    /// <summary>What is known of its destination's failures.</summary>
    public Illness Illness { get; }

    /// <inheritdoc/>
    public long Cursor => Volatile.Read(ref _cursor);

    private string Site => _replay.Site;

    private string Name => _replay.Destination;

    /// <summary>Lets it begin.</summary>
    public void Start() => _work = Task.Run(RunAsync, CancellationToken.None);

    /// <summary>Stops it, and waits until it has: an attempt under way is finished, within its grace.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _stop.Dispose();
        _giveUp.Dispose();
    }

    /// <inheritdoc/>
    public ValueTask WellAsync(CancellationToken stop)
    {
        if (Illness.Recover())
        {
            LogWell(_replay.Id, Site, Name);
        }

        return default;
    }

    /// <inheritdoc/>
    public async ValueTask<int> IllAsync(string answer, int events, int round, CancellationToken stop)
    {
        _around.Metrics.Deliveries(Site, Name, "retried", events);
        var (failures, _, isNews) = Illness.Fail(answer, round);
        if (isNews)
        {
            LogIll(_replay.Id, Site, Name, answer);
        }

        // Its events are old already, so it is not each of them that is given up but the replay, which may be resumed.
        if (Illness.Since is { } since && _around.Time.GetUtcNow() - since >= _settings.RetryFor)
        {
            await _giveUp.CancelAsync();
        }

        return failures;
    }

    /// <inheritdoc/>
    public void Threw(Exception thrown)
    {
        if (Illness.Since is null)
        {
            LogThrew(thrown, _replay.Id, Site, Name);
        }
    }

    /// <inheritdoc/>
    public async Task BookAsync(long next, IReadOnlyList<(LogRecord Record, string Reason)> filtered, IEnumerable<SendOutcome> sent, CancellationToken stop)
    {
        var now = _around.Time.GetUtcNow();
        var outcomes = sent.ToList();
        var erased = outcomes.Count(static one => one.Reason is SendOutcome.Erased);
        var dead = outcomes.Where(static one => one.Reason is not (null or SendOutcome.Erased)).Select(one => new DeadLetter(one.Event, one.Reason!, one.Answer, one.Attempts, now, _id)).ToList();
        var pass = new ReplayPass(next, outcomes.Count - erased - dead.Count, filtered.Count + erased, _lost, dead);
        if (outcomes.Count + filtered.Count + _lost == 0 && next < _replay.Next && now - _stored < LongestUnstored)
        {
            Volatile.Write(ref _cursor, next);
            return;
        }

        var gone = 0;
        await InsistAsync(() => _around.Books.WriteAsync(writer => gone = ReplayRows.Book(writer, _replay.Id, pass, _settings.DeadLetterBytes, _around.IsErased)), stop);
        Volatile.Write(ref _cursor, next);
        (_lost, _stored) = (0, now);
        _around.Metrics.Deliveries(Site, Name, "replayed", pass.Sent);
        _around.Metrics.Deliveries(Site, Name, "dead_letter_gone", gone);
        if (dead.Count > 0)
        {
            LogDead(_replay.Id, Site, Name, dead.Count);
        }

        await InsistAsync(() => _around.Log.StoreCursorAsync(ReplayTraces.ReaderOf(_replay.Id), next, CancellationToken.None).AsTask(), stop);
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var (state, reason) = await DoAsync();
                await EndAsync(state, reason);
                return;
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                // The books say how far it came.
            }
#pragma warning disable CA1031 // Nothing that goes wrong with one destination may end its replay for good.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                LogFailed(failure, _replay.Id, Site, Name);
                await Task.Delay(TimeSpan.FromSeconds(1), _around.Time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<(ReplayState State, string Reason)> DoAsync()
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, _giveUp.Token);
        try
        {
            await using var destination = await _around.Destinations.MakeAsync(_settings, _around.ContextOf(Site, Name, _id, _settings.Timeout), this, either.Token);
            await FollowAsync(destination, either.Token);
            return (ReplayState.Done, string.Empty);
        }
        catch (OperationCanceledException) when (_giveUp.IsCancellationRequested && !_stop.IsCancellationRequested)
        {
            return (ReplayState.Failed, Illness.Answer ?? string.Empty);
        }
    }

    private async Task FollowAsync(GuardedDestination destination, CancellationToken stop)
    {
        // What is given up is decided here, and the pace is the replay's own: no batch is larger than what a second may have.
        var settings = _settings with { RetryFor = TimeSpan.MaxValue, Batch = _settings.Batch with { Events = Math.Min(_settings.Batch.Events, _replay.Rate) } };
        var lanes = new LaneSender(destination, settings, Illness, this, new(new(_replay.Rate, TimeSpan.FromSeconds(1)), _around.Time), _around, _id);
        var sender = new PartSender(lanes, settings, this);
        using var form = new EventForm(isReplay: true);
        while (Cursor < _replay.Next)
        {
            stop.ThrowIfCancellationRequested();
            await sender.SendAsync(await ReadAsync(form, stop), stop);
        }
    }

    private async Task<ReaderPart> ReadAsync(EventForm form, CancellationToken stop)
    {
        List<LogEntry> entries = [];

        // When the log has given up all of it, there is nothing to wait for.
        if (_around.Log.First < _replay.Next)
        {
            var read = await InsistAsync(() => _around.Log.ReadAsync(Cursor, MostEntries, MostBytes, stop).AsTask(), stop);

            // Up to a gap: that is counted where the next window begins, and once.
            entries = [.. read.TakeWhile((entry, i) => entry.Position < _replay.Next && entry.Position == read[0].Position + i)];
        }

        var next = entries is [.., var last] ? last.Position + 1 : _replay.Next;
        _lost = next - Cursor - entries.Count;
        if (_lost > 0)
        {
            LogLost(_replay.Id, Site, Name, _lost);
        }

        return ReaderPart.Of(entries, next, IsOurs, Judge, _rules, form);
    }

    private bool IsOurs(LogRecord record) => string.Equals(record.Site, Site, StringComparison.Ordinal) && _replay.Filter.Matches(record);

    // Judged again: by the rules of now, and without those who were erased.
    private string? Judge(LogRecord record) => _around.Erasures.IsErased(record) ? SendOutcome.Erased : _rules.Reject(record);

    private async Task EndAsync(ReplayState state, string reason)
    {
        await InsistAsync(() => _around.Books.WriteAsync(writer => ReplayRows.Set(writer.Connection, _replay.Id, state, reason, _around.Time.GetUtcNow())), _stop.Token);
        await ReplayTraces.DeleteAsync(_around, _replay);
        LogEnded(_replay.Id, Site, Name, state.ToString());
    }

    private Task InsistAsync(Func<Task> operation, CancellationToken stop) => _insistence.OfAsync(operation, trouble => LogNotStored(trouble, _replay.Id, Site, Name), stop);

    private Task<T> InsistAsync<T>(Func<Task<T>> operation, CancellationToken stop) => _insistence.OfAsync(operation, trouble => LogNotStored(trouble, _replay.Id, Site, Name), stop);
}
