using System.Security.Cryptography;
using Gatehouse.Sites;

namespace Gatehouse.Delivery.Readers;

/// <summary>
/// Sends events of one lane until each has an outcome, in order: tries again what is to be tried again, halves what is refused until
/// the bad event is alone, gives up what has become too old while the destination is ill. Throws only when it is told to stop.
/// </summary>
internal sealed class LaneSender(GuardedDestination destination, DestinationSettings settings, Illness illness, IReaderWatch watch, Pace? pace, ReaderSurroundings around, string? replay)
{
    // What an attempt that is under way gets to be answered when the edge stops.
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time = around.Time;

    /// <summary>Sends a batch.</summary>
    /// <param name="events">At least one event.</param>
    /// <param name="outcomes">Gets what is decided, also when a stop comes before the rest is.</param>
    /// <param name="stop">Lets an attempt under way end, and nothing more begin.</param>
    public Task SendAsync(IReadOnlyList<DeliveryEvent> events, List<SendOutcome> outcomes, CancellationToken stop) => SendAsync([.. events], 1, outcomes, stop);

    private async Task SendAsync(List<DeliveryEvent> waiting, int attempt, List<SendOutcome> outcomes, CancellationToken stop)
    {
        while (waiting.Count > 0)
        {
            stop.ThrowIfCancellationRequested();
            LeaveErased(waiting, attempt - 1, outcomes);
            if (illness.Answer is not null)
            {
                // A backlog becomes too old faster than its events could be tried one by one.
                GiveUp(waiting, attempt - 1, outcomes);
            }

            if (waiting.Count == 0)
            {
                return;
            }

            if (illness.IsOpen)
            {
                attempt = await ProbeAsync(waiting, attempt, outcomes, stop);
                continue;
            }

            var round = illness.Round;
            var result = await TryAsync(waiting, attempt, outcomes, stop);
            if (result is { Verdict: DeliveryVerdict.Refused, Events: null } && waiting.Count > 1)
            {
                // One event that the destination cannot bear must not take the others with it.
                await watch.WellAsync(stop);
                var half = waiting.Count / 2;
                await SendAsync(waiting[..half], attempt + 1, outcomes, stop);
                waiting = waiting[half..];
                attempt++;
                continue;
            }

            waiting = await SettleAsync(waiting, result, round, attempt, outcomes, stop);
            attempt++;
        }
    }

    /// <summary>Tries one event while the other lanes wait. When it has an outcome, all go on.</summary>
    private async Task<int> ProbeAsync(List<DeliveryEvent> waiting, int attempt, List<SendOutcome> outcomes, CancellationToken stop)
    {
        await illness.Probe.WaitAsync(stop);
        try
        {
            LeaveErased(waiting, attempt - 1, outcomes);
            if (illness.IsOpen && waiting.Count > 0)
            {
                var first = waiting.GetRange(0, 1);
                waiting.RemoveAt(0);
                var round = illness.Round;
                var left = await SettleAsync(first, await TryAsync(first, attempt, outcomes, stop), round, attempt, outcomes, stop);
                waiting.InsertRange(0, left);
                attempt++;
            }
        }
        finally
        {
            illness.Probe.Release();
        }

        GiveUp(waiting, attempt, outcomes);
        return attempt;
    }

    private async Task<DeliveryResult> TryAsync(List<DeliveryEvent> events, int attempt, List<SendOutcome> outcomes, CancellationToken stop)
    {
        if (pace is not null)
        {
            await pace.WaitAsync(events.Count, stop);

            // That may have lasted for hours.
            LeaveErased(events, attempt - 1, outcomes);
            if (events.Count == 0)
            {
                return DeliveryResult.PerEvent([]);
            }
        }

        using var timeout = new CancellationTokenSource(settings.Timeout, _time);
        using var ending = new CancellationTokenSource();
        await using var stopping = stop.Register(() => ending.CancelAfter(StopGrace));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ending.Token);
        try
        {
            return await destination.SendAsync(new() { Id = BatchId.Of(around.Log.Id, events, replay), Replay = replay, Events = events, Attempt = attempt }, either.Token, stop);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested || stop.IsCancellationRequested)
        {
            stop.ThrowIfCancellationRequested();
            return DeliveryResult.Retry($"did not answer within {settings.Timeout.TotalSeconds:0.#} s");
        }
#pragma warning disable CA1031 // A destination is foreign code; whatever it throws, its events wait.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            watch.Threw(thrown);
            return DeliveryResult.Retry("threw " + thrown.GetType().Name);
        }
    }

    /// <summary>Takes a result to heart, and gives what is still to be sent; when that is something, the waiting is over.</summary>
    private async Task<List<DeliveryEvent>> SettleAsync(List<DeliveryEvent> events, DeliveryResult result, int round, int attempt, List<SendOutcome> outcomes, CancellationToken stop)
    {
        var left = new List<DeliveryEvent>();
        string? failure = null;
        for (var i = 0; i < events.Count; i++)
        {
            var (verdict, answer) = result.Events is { } each ? i < each.Count ? each[i] : new(DeliveryVerdict.Retry, "no outcome") : new(result.Verdict, result.Answer);
            var text = AnswerText.Cut(answer);
            switch (verdict)
            {
                case DeliveryVerdict.Delivered:
                    outcomes.Add(new(events[i], null, text, attempt));
                    break;
                case DeliveryVerdict.Refused:
                    outcomes.Add(new(events[i], "refused", text, attempt));
                    break;
                default:
                    failure ??= text;
                    left.Add(events[i]);
                    break;
            }
        }

        if (left.Count < events.Count)
        {
            await watch.WellAsync(stop);
        }

        if (left.Count > 0)
        {
            var failures = await watch.IllAsync(failure!, left.Count, round, stop);
            GiveUp(left, attempt, outcomes);
            if (left.Count > 0)
            {
                await Task.Delay(Backoff.Wait(failures, result.RetryAfter, RandomNumberGenerator.GetInt32(1_000_000) / 1e6), _time, stop);
            }
        }

        return left;
    }

    /// <summary>Passes by what is of visitors who were erased while it waited, which may be a day.</summary>
    private void LeaveErased(List<DeliveryEvent> waiting, int attempts, List<SendOutcome> outcomes) => waiting.RemoveAll(@event =>
    {
        var isErased = around.IsErased(@event);
        if (isErased)
        {
            outcomes.Add(new(@event, SendOutcome.Erased, string.Empty, attempts));
        }

        return isErased;
    });

    /// <summary>Gives up events that are too old, once the destination has been ill for as long.</summary>
    private void GiveUp(List<DeliveryEvent> waiting, int attempts, List<SendOutcome> outcomes)
    {
        var now = _time.GetUtcNow();
        if (illness.Since is not { } since || now - since < settings.RetryFor)
        {
            return;
        }

        var answer = illness.Answer ?? string.Empty;
        waiting.RemoveAll(@event =>
        {
            var isTooOld = now - @event.ReceivedAt >= settings.RetryFor;
            if (isTooOld)
            {
                outcomes.Add(new(@event, "gave_up", answer, attempts));
            }

            return isTooOld;
        });
    }
}
