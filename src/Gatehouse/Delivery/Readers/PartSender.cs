using Gatehouse.Sites;

namespace Gatehouse.Delivery.Readers;

/// <summary>Sends a part turn by turn, and has each turn booked before the next one begins.</summary>
internal sealed class PartSender(LaneSender sender, DestinationSettings settings, IPartBook book)
{
    /// <summary>Sends a part until each of its events has an outcome. Throws only when it is told to stop; what was answered is booked then, too.</summary>
    public async Task SendAsync(ReaderPart part, CancellationToken stop)
    {
        foreach (var turn in part.Turns(settings.Concurrency, settings.Batch))
        {
            var outcomes = turn.Lanes.Select(static _ => new List<SendOutcome>()).ToList();
            try
            {
                await Task.WhenAll(turn.Lanes.Select((lane, number) => sender.SendAsync(lane, outcomes[number], stop)));
            }
            catch (OperationCanceledException)
            {
                await BookDecidedAsync(part, turn, outcomes, stop);
                throw;
            }

            await BookAsync(part, turn.Next, outcomes.SelectMany(static lane => lane), stop);
        }
    }

    /// <summary>What was answered before the stop is not sent again, as far as the cursor can say so: up to the first event without an outcome.</summary>
    private async Task BookDecidedAsync(ReaderPart part, ReaderTurn turn, List<List<SendOutcome>> outcomes, CancellationToken stop)
    {
        var decided = outcomes.SelectMany(static lane => lane).ToDictionary(static one => one.Event.Position);
        var next = turn.Lanes.SelectMany(static lane => lane).Where(one => !decided.ContainsKey(one.Position)).Select(static one => one.Position).DefaultIfEmpty(turn.Next).Min();
        if (next > book.Cursor)
        {
            await BookAsync(part, next, decided.Values.Where(one => one.Event.Position < next), stop);
        }
    }

    private Task BookAsync(ReaderPart part, long next, IEnumerable<SendOutcome> sent, CancellationToken stop)
    {
        var cursor = book.Cursor;
        return book.BookAsync(next, [.. part.Filtered.Where(one => one.Record.Position >= cursor && one.Record.Position < next)], sent, stop);
    }
}
