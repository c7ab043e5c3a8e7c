using Gatehouse.Delivery.Books;
using Gatehouse.Delivery.Rules;
using Gatehouse.Diagnostics;
using Gatehouse.Events;
using Gatehouse.Sites;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Delivery.Readers;

/// <summary>
/// Follows the log for one destination, as <c>docs/designs/0003-delivery.md</c> says: judge, map, batch, send, book. An ill destination
/// holds up nobody but itself.
/// </summary>
internal sealed partial class DestinationReader : IReaderWatch, IPartBook, IDisposable
{
    private const int MostBytes = 32 << 20;

    // Entries of other sites are read too, and passed by.
    private const int LeastEntries = 100;

    private readonly ReaderSurroundings _around;
    private readonly DestinationBook _book;
    private readonly DestinationSettings _settings;
    private readonly EventRules _rules;
    private readonly Insistence _insistence;
    private readonly Lock _lock = new();
    private CancellationTokenSource _changed = new();
    private readonly ILogger _logger;
    private long _cursor;
    private long _skipTo;
    private bool _isPaused;

    public DestinationReader(ReaderSurroundings around, DestinationBook book, DestinationSettings settings)
    {
        (_around, _book, _settings, _logger) = (around, book, settings, around.Logger);
        _rules = new(settings.Rules);
        _insistence = new(around.Time);
        _cursor = book.State.Cursor;
        _skipTo = book.State.SkipTo;
        _isPaused = book.State.IsPaused;
        Illness = new(book.State.IllSince, around.Time);
    }

    /// <summary>What is known of the destination's failures.</summary>
    public Illness Illness { get; }

    /// <inheritdoc/>
    public long Cursor => Volatile.Read(ref _cursor);

    /// <summary>Whether an operator holds it.</summary>
    public bool IsPaused => Volatile.Read(ref _isPaused);

    /// <summary>How it is configured.</summary>
    public DestinationSettings Settings => _settings;

    /// <summary>Its books.</summary>
    public DestinationBook Book => _book;

    private string Site => _book.State.Site;

    private string Name => _book.State.Name;

    /// <summary>The name of its cursor in the log.</summary>
    public static string ReaderOf(string site, string name) => $"destination:{site}:{name}";

    /// <summary>Works until it is stopped. An attempt under way is finished, within its grace.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var destination = await _around.Destinations.MakeAsync(_settings, _around.ContextOf(Site, Name, null, _settings.Timeout), this, stop);
                await FollowAsync(destination, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // The books say how far it came.
            }
#pragma warning disable CA1031 // Nothing that goes wrong with one destination may end its reader for good.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                LogFailed(failure, Site, Name);
                await Task.Delay(TimeSpan.FromSeconds(1), _around.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Holds it, or lets it go on; also after a restart.</summary>
    public async Task PauseAsync(bool isPaused)
    {
        await _book.SetPausedAsync(isPaused);
        if (isPaused || IsPaused)
        {
            // A pause costs no event: after it an illness begins anew, also one that an attempt under way at its begin has noted since.
            Illness.Recover();
            await _book.SetIllSinceAsync(null);
        }

        Volatile.Write(ref _isPaused, isPaused);
        Interrupt();
    }

    /// <summary>Passes over the oldest events that wait; those that are passed over already are not counted again.</summary>
    /// <param name="count">How many; at least 1.</param>
    public async Task SkipFirstAsync(long count)
    {
        var from = Math.Max(Cursor, Volatile.Read(ref _skipTo));
        await SkipAsync(await _around.Books.ReadAsync(connection => BookQuestions.Behind(connection, Site, from, count)));
    }

    /// <summary>Passes over everything before a position.</summary>
    public async Task SkipAsync(long position)
    {
        await _book.SetSkipToAsync(position);
        Volatile.Write(ref _skipTo, position);
        Interrupt();
    }

    /// <summary>Sends a dead letter again, through a destination of its own, and books what became of it. One at a time.</summary>
    public async Task<EventOutcome> ResendAsync(StoredDeadLetter letter, CancellationToken stop)
    {
        using var turn = await _around.ResendTurnAsync(Site, Name, stop);
        if (_around.IsErased(letter.Letter.Event))
        {
            await _book.DeleteAsync(letter);
            return new(DeliveryVerdict.Refused, "not sent: the visitor was erased");
        }

        if (!letter.IsReadable)
        {
            return new(DeliveryVerdict.Refused, "not sent: its event cannot be read; delete the letter");
        }

        if (await _around.Books.ReadAsync(connection => DeadLetters.Find(connection, letter.Id)) is null)
        {
            return new(DeliveryVerdict.Retry, "was sent again or deleted by somebody else meanwhile");
        }

        EventOutcome outcome;
        using var timeout = new CancellationTokenSource(_settings.Timeout, _around.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        try
        {
            await using var destination = await _around.Destinations.MakeAsync(_settings, _around.ContextOf(Site, Name, DestinationContext.DeadLetters, _settings.Timeout), null, either.Token);
            var result = await destination.SendAsync(BatchOf(letter.Letter), either.Token, either.Token);
            outcome = result.Events is [var only, ..] ? only : new(result.Verdict, result.Answer);
            outcome = outcome with { Answer = AnswerText.Cut(outcome.Answer) };
        }
#pragma warning disable CA1031 // A destination is foreign code; whatever it throws, the letter stays.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            outcome = new(DeliveryVerdict.Retry, thrown is OperationCanceledException ? "did not answer in time" : "threw " + thrown.GetType().Name);
        }

        await _book.SettleAsync(letter, outcome, _around.Time.GetUtcNow());
        return outcome;
    }

    /// <inheritdoc/>
    public void Dispose() => _changed.Dispose();

    /// <inheritdoc/>
    public async ValueTask WellAsync(CancellationToken stop)
    {
        if (Illness.Recover())
        {
            LogWell(Site, Name);
            await InsistAsync(() => _book.SetIllSinceAsync(null), stop);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<int> IllAsync(string answer, int events, int round, CancellationToken stop)
    {
        _around.Metrics.Deliveries(Site, Name, "retried", events);
        var (failures, isFirst, isNews) = Illness.Fail(answer, round);
        if (isNews)
        {
            LogIll(Site, Name, answer);
        }

        if (isFirst)
        {
            await InsistAsync(() => _book.SetIllSinceAsync(Illness.Since), stop);
        }

        return failures;
    }

    /// <inheritdoc/>
    public void Threw(Exception thrown)
    {
        if (Illness.Since is null)
        {
            LogThrew(thrown, Site, Name);
        }
    }

    /// <inheritdoc/>
    public Task BookAsync(long next, IReadOnlyList<(LogRecord Record, string Reason)> filtered, IEnumerable<SendOutcome> sent, CancellationToken stop) =>
        BookAsync(PassOf(next, filtered, sent), stop);

    private async Task FollowAsync(GuardedDestination destination, CancellationToken stop)
    {
        var pace = _settings.RateLimit is { } limit ? new Pace(limit, _around.Time) : null;
        var lanes = new LaneSender(destination, _settings, Illness, this, pace, _around, replay: null);
        var sender = new PartSender(lanes, _settings, this);
        using var form = new EventForm(isReplay: false);
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            using var told = CancellationTokenSource.CreateLinkedTokenSource(stop, Changed());
            try
            {
                if (IsPaused)
                {
                    await Task.Delay(Timeout.Infinite, told.Token);
                }

                await StepAsync(sender, form, told.Token);
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested && told.IsCancellationRequested)
            {
                // An operator said something; what is left is read and judged again.
            }
        }
    }

    private async Task StepAsync(PartSender sender, EventForm form, CancellationToken stop)
    {
        var entries = await ReadAsync(stop);
        await NoteGapAsync(entries[0].Position, stop);
        await sender.SendAsync(ReaderPart.Of(entries, entries[^1].Position + 1, IsOurs, Judge, _rules, form), stop);
    }

    private DeliveryBatch BatchOf(DeadLetter letter) => new()
    {
        Id = BatchId.Of(_around.Log.Id, [letter.Event], letter.Replay),
        Replay = letter.Replay,
        Events = [letter.Event],
        Attempt = letter.Attempts + 1,
    };

    private CancellationToken Changed()
    {
        lock (_lock)
        {
            return _changed.Token;
        }
    }

    private void Interrupt()
    {
        CancellationTokenSource before;
        lock (_lock)
        {
            (before, _changed) = (_changed, new());
        }

        before.Cancel();
        before.Dispose();
    }

    private string? Judge(LogRecord record) =>
        record.Position < Volatile.Read(ref _skipTo) ? "skipped"
        : _around.Erasures.IsErased(record) ? SendOutcome.Erased
        : _rules.Reject(record);

    /// <summary>Reads a window: a batch a lane, of what the ledger has counted. Waits for more as long as batches may wait.</summary>
    private async Task<IReadOnlyList<LogEntry>> ReadAsync(CancellationToken stop)
    {
        var wanted = _settings.Batch.Events * _settings.Concurrency;
        var mostBytes = (int)Math.Min(_settings.Batch.Bytes * _settings.Concurrency, MostBytes);
        await _around.Ledger.WaitAsync(Cursor, stop);
        var entries = await ReadOnceAsync(wanted, mostBytes, stop);
        if (_settings.Batch.Age > TimeSpan.Zero && entries.Count < wanted && entries.OfType<LogRecord>().FirstOrDefault(IsOurs) is { } first)
        {
            var until = first.Facts.ReceivedAt + _settings.Batch.Age;
            while (entries.Count < wanted && BytesOf(entries) < mostBytes && until - _around.Time.GetUtcNow() is { Ticks: > 0 } wait)
            {
                // As many more as a batch lacks may come, or not; whichever is first. What is read is read again then, so not at each event.
                using var limit = new CancellationTokenSource(wait, _around.Time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
                await _around.Ledger.WaitAsync(entries[^1].Position + wanted - entries.Count, either.Token).AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                stop.ThrowIfCancellationRequested();
                var before = entries.Count;
                entries = await ReadOnceAsync(wanted, mostBytes, stop);
                if (entries.Count == before && !limit.IsCancellationRequested)
                {
                    // There is more, and it is no part of this window: it is full by what the log counts, or ends at a gap.
                    break;
                }
            }
        }

        return entries;
    }

    private static long BytesOf(IReadOnlyList<LogEntry> entries) => entries.Sum(static entry => entry is LogRecord record ? (long)record.Event.Json.Length : 0);

    private bool IsOurs(LogRecord record) => string.Equals(record.Site, Site, StringComparison.Ordinal);

    private async Task<IReadOnlyList<LogEntry>> ReadOnceAsync(int wanted, int mostBytes, CancellationToken stop)
    {
        var entries = await InsistAsync(() => _around.Log.ReadAsync(Cursor, Math.Max(wanted, LeastEntries), mostBytes, stop).AsTask(), stop);
        var counted = _around.Ledger.Position;
        var ours = 0;
        for (var i = 0; i < entries.Count; i++)
        {
            var isBehindGap = i > 0 && entries[i].Position > entries[i - 1].Position + 1;
            if (isBehindGap || entries[i].Position >= counted || (ours == wanted && entries[i] is LogRecord more && IsOurs(more)))
            {
                // The first one is counted: that was waited for, or a gap has been passed. A gap is noted where a window begins.
                return i == 0 ? [entries[0]] : [.. entries.Take(i)];
            }

            ours += entries[i] is LogRecord record && IsOurs(record) ? 1 : 0;
        }

        return entries;
    }

    /// <summary>What the log has given up before it was read is lost, and is counted so.</summary>
    private async Task NoteGapAsync(long first, CancellationToken stop)
    {
        if (first <= Cursor)
        {
            return;
        }

        await _around.Ledger.WaitAsync(first - 1, stop);
        var pass = new Pass { Cursor = first };
        foreach (var (minute, count) in await InsistAsync(() => _book.CountAsync(Cursor, first), stop))
        {
            pass.Count(minute, Outcome.Lost, "log", count);
        }

        if (pass.Outcomes.Values.Sum() is > 0 and var lost)
        {
            LogLost(Site, Name, lost);
            _around.Metrics.Deliveries(Site, Name, "lost", (int)Math.Min(lost, int.MaxValue));
        }

        pass.Trace = new(Cursor, first, _around.Time.GetUtcNow(), 0, string.Empty, [new(Cursor, first - 1, Outcome.Lost, "log")]);
        await BookAsync(pass, stop);
    }

    private Pass PassOf(long next, IReadOnlyList<(LogRecord Record, string Reason)> filtered, IEnumerable<SendOutcome> sent)
    {
        var now = _around.Time.GetUtcNow();
        var pass = new Pass { Cursor = next };
        var (attempts, answer) = (0, string.Empty);
        List<(long Position, Outcome Outcome, string Reason)> passed = [.. filtered.Select(static one => (one.Record.Position, Outcome.Filtered, one.Reason))];
        foreach (var outcome in sent)
        {
            var (what, reason) = outcome.Reason switch
            {
                null => (Outcome.Delivered, string.Empty),
                SendOutcome.Erased => (Outcome.Filtered, SendOutcome.Erased),
                var why => (Outcome.Dead, why),
            };
            passed.Add((outcome.Event.Position, what, reason));
            if (what == Outcome.Dead)
            {
                pass.Bury(new(outcome.Event, reason, outcome.Answer, outcome.Attempts, now));
                continue;
            }

            pass.Count(outcome.Event.ReceivedAt, what, reason);
            if (what == Outcome.Delivered)
            {
                (attempts, answer) = (Math.Max(attempts, outcome.Attempts), outcome.Answer);
            }
        }

        foreach (var (record, reason) in filtered)
        {
            pass.Count(record.Facts.ReceivedAt, Outcome.Filtered, reason);
        }

        var delivered = passed.Count(static one => one.Outcome == Outcome.Delivered);
        if (passed.Count > 0)
        {
            pass.Trace = new(Cursor, next, now, attempts, answer, delivered == passed.Count ? [] : TraceNotes.Of(passed));
        }

        Count(pass, delivered, passed.Count - delivered - pass.Dead.Count);
        return pass;
    }

    private void Count(Pass pass, int delivered, int filtered)
    {
        _around.Metrics.Deliveries(Site, Name, "delivered", delivered);
        _around.Metrics.Deliveries(Site, Name, "filtered", filtered);
        _around.Metrics.Deliveries(Site, Name, "dead", pass.Dead.Count);
        if (pass.Dead.Count > 0)
        {
            LogDead(Site, Name, pass.Dead.Count);
        }
    }

    /// <summary>Books a pass. What was answered is stored even when the stop has begun; only a disk in trouble is not waited for then.</summary>
    private async Task BookAsync(Pass pass, CancellationToken stop)
    {
        var gone = await InsistAsync(() => _book.PassAsync(pass, _settings.DeadLetterBytes, _around.IsErased), stop);
        if (gone > 0)
        {
            _around.Metrics.Deliveries(Site, Name, "dead_letter_gone", gone);
        }

        Volatile.Write(ref _cursor, pass.Cursor);
        await InsistAsync(() => _around.Log.StoreCursorAsync(ReaderOf(Site, Name), pass.Cursor, CancellationToken.None).AsTask(), stop);
    }

    private Task InsistAsync(Func<Task> operation, CancellationToken stop) => _insistence.OfAsync(operation, trouble => LogNotStored(trouble, Site, Name), stop);

    private Task<T> InsistAsync<T>(Func<Task<T>> operation, CancellationToken stop) => _insistence.OfAsync(operation, trouble => LogNotStored(trouble, Site, Name), stop);
}
