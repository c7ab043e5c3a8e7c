using Gatehouse.Delivery.Books;
using Gatehouse.Events;

namespace Gatehouse.Delivery.Readers;

/// <summary>Makes of what became of events what is booked.</summary>
internal static class ReaderPass
{
    /// <summary>The pass of events that were judged, and of those that were sent.</summary>
    /// <param name="cursor">Where it begins.</param>
    /// <param name="next">The first position that is not done.</param>
    /// <param name="filtered">Events that did not go, with reasons.</param>
    /// <param name="sent">Events that were sent.</param>
    /// <param name="now">The time.</param>
    public static Pass Of(long cursor, long next, IReadOnlyList<(LogRecord Record, string Reason)> filtered, IEnumerable<SendOutcome> sent, DateTimeOffset now)
    {
        var pass = new Pass { Cursor = next };
        var (attempts, answer) = (0, string.Empty);
        var passed = new List<(long Position, Outcome Outcome, string Reason)>();
        foreach (var (record, reason) in filtered)
        {
            passed.Add((record.Position, Outcome.Filtered, reason));
            pass.Count(record.Facts.ReceivedAt, Outcome.Filtered, reason);
        }

        foreach (var one in sent)
        {
            var (outcome, reason) = OutcomeOf(one);
            passed.Add((one.Event.Position, outcome, reason));
            if (outcome == Outcome.Dead)
            {
                pass.Bury(new(one.Event, reason, one.Answer, one.Attempts, now));
            }
            else
            {
                pass.Count(one.Event.ReceivedAt, outcome, reason);
            }

            if (outcome == Outcome.Delivered)
            {
                (attempts, answer) = (Math.Max(attempts, one.Attempts), one.Answer);
            }
        }

        if (passed.Count > 0)
        {
            pass.Trace = new(cursor, next, now, attempts, answer, passed.TrueForAll(static one => one.Outcome == Outcome.Delivered) ? [] : TraceNotes.Of(passed));
        }

        return pass;
    }

    /// <summary>The pass of positions that the log has given up.</summary>
    /// <param name="cursor">Where they begin.</param>
    /// <param name="next">The first position behind them.</param>
    /// <param name="lost">How many events there were, by minute.</param>
    /// <param name="now">The time.</param>
    public static Pass OfGap(long cursor, long next, IEnumerable<(long Minute, long Count)> lost, DateTimeOffset now)
    {
        var pass = new Pass { Cursor = next, Trace = new(cursor, next, now, 0, string.Empty, [new(cursor, next - 1, Outcome.Lost, "log")]) };
        foreach (var (minute, count) in lost)
        {
            pass.Count(minute, Outcome.Lost, "log", count);
        }

        return pass;
    }

    private static (Outcome Outcome, string Reason) OutcomeOf(SendOutcome sent) => sent.Reason switch
    {
        null => (Outcome.Delivered, string.Empty),
        SendOutcome.Erased => (Outcome.Filtered, SendOutcome.Erased),
        var why => (Outcome.Dead, why),
    };
}
