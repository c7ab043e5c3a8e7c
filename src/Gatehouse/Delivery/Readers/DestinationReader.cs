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
    // What the log gives up in a pause is looked for this often.
    private static readonly TimeSpan PausedLook = TimeSpan.FromMinutes(1);

    private readonly ReaderSurroundings _around;
    private readonly DestinationBook _book;
    private readonly DestinationSettings _settings;
    private readonly EventRules _rules;
    private readonly LogWindows _windows;
    private readonly DeadLetterSender _letters;
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
        _windows = new(around, settings, IsOurs, NotStored);
        _letters = new(around, book, settings);
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

    /// <summary>Sends a dead letter again, and books what became of it.</summary>
    public Task<EventOutcome> ResendAsync(StoredDeadLetter letter, CancellationToken stop) => _letters.SendAsync(letter, stop);

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
    public Task BookAsync(long next, IReadOnlyList<(LogRecord Record, string Reason)> filtered, IEnumerable<SendOutcome> sent, CancellationToken stop)
    {
        var pass = ReaderPass.Of(Cursor, next, filtered, sent, _around.Time.GetUtcNow());
        if (pass.Dead.Count > 0)
        {
            LogDead(Site, Name, pass.Dead.Count);
        }

        return BookAsync(pass, stop);
    }

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
                    // It may last for months: what is gone waits no longer, and the books need not keep where it was.
                    await NoteGapAsync(_around.Log.First, told.Token);
                    await Task.Delay(PausedLook, _around.Time, told.Token);
                }
                else
                {
                    await StepAsync(sender, form, told.Token);
                }
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested && told.IsCancellationRequested)
            {
                // An operator said something; what is left is read and judged again.
            }
        }
    }

    private async Task StepAsync(PartSender sender, EventForm form, CancellationToken stop)
    {
        var entries = await _windows.ReadAsync(Cursor, stop);
        await NoteGapAsync(entries[0].Position, stop);
        await sender.SendAsync(ReaderPart.Of(entries, entries[^1].Position + 1, IsOurs, Judge, _rules, form), stop);
    }

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

    private bool IsOurs(LogRecord record) => string.Equals(record.Site, Site, StringComparison.Ordinal);

    /// <summary>What the log has given up before it was read is lost, and is counted so.</summary>
    private async Task NoteGapAsync(long first, CancellationToken stop)
    {
        if (first <= Cursor)
        {
            return;
        }

        // The entry behind the gap, too, is sent only when the ledger has counted it.
        await _around.Ledger.WaitAsync(first, stop);
        var pass = ReaderPass.OfGap(Cursor, first, await InsistAsync(() => _book.CountAsync(Cursor, first), stop), _around.Time.GetUtcNow());
        if (pass.Outcomes.Values.Sum() is > 0 and var lost)
        {
            LogLost(Site, Name, lost);
        }

        await BookAsync(pass, stop);
    }

    /// <summary>Books a pass. What was answered is stored even when the stop has begun; only a disk in trouble is not waited for then.</summary>
    private async Task BookAsync(Pass pass, CancellationToken stop)
    {
        var gone = await InsistAsync(() => _book.PassAsync(pass, _settings.DeadLetterBytes, _around.IsErased), stop);
        _around.Metrics.Deliveries(Site, Name, "dead_letter_gone", gone);
        foreach (var (key, count) in pass.Outcomes)
        {
            _around.Metrics.Deliveries(Site, Name, LedgerRows.NameOf(key.Outcome), (int)Math.Min(count, int.MaxValue));
        }

        Volatile.Write(ref _cursor, pass.Cursor);
        await InsistAsync(() => _around.Log.StoreCursorAsync(ReaderOf(Site, Name), pass.Cursor, CancellationToken.None).AsTask(), stop);
    }

    private Task InsistAsync(Func<Task> operation, CancellationToken stop) => _insistence.OfAsync(operation, NotStored, stop);

    private Task<T> InsistAsync<T>(Func<Task<T>> operation, CancellationToken stop) => _insistence.OfAsync(operation, NotStored, stop);

    private void NotStored(Exception trouble) => LogNotStored(trouble, Site, Name);
}
