using Gatehouse.Delivery.Books;
using Gatehouse.Sites;

namespace Gatehouse.Delivery.Readers;

/// <summary>Sends dead letters of one destination again, when an operator says so: one at a time, and beside its reader.</summary>
internal sealed class DeadLetterSender(ReaderSurroundings around, DestinationBook book, DestinationSettings settings)
{
    /// <summary>Sends one through a destination of its own, and books what became of it.</summary>
    public async Task<EventOutcome> SendAsync(StoredDeadLetter letter, CancellationToken stop)
    {
        using var turn = await around.ResendTurnAsync(book.State.Site, book.State.Name, stop);
        if (around.IsErased(letter.Letter.Event))
        {
            await book.DeleteAsync(letter);
            return new(DeliveryVerdict.Refused, "not sent: the visitor was erased");
        }

        if (!letter.IsReadable)
        {
            return new(DeliveryVerdict.Refused, "not sent: its event cannot be read; delete the letter");
        }

        if (await around.Books.ReadAsync(connection => DeadLetters.Find(connection, letter.Id)) is null)
        {
            return new(DeliveryVerdict.Retry, "was sent again or deleted by somebody else meanwhile");
        }

        var outcome = await TryAsync(letter.Letter, stop);
        await book.SettleAsync(letter, outcome, around.Time.GetUtcNow());
        return outcome;
    }

    private async Task<EventOutcome> TryAsync(DeadLetter letter, CancellationToken stop)
    {
        using var timeout = new CancellationTokenSource(settings.Timeout, around.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        try
        {
            await using var destination = await around.Destinations.MakeAsync(settings, around.ContextOf(book.State.Site, book.State.Name, DestinationContext.DeadLetters, settings.Timeout), null, either.Token);
            var result = await destination.SendAsync(BatchOf(letter), either.Token, either.Token);
            var (verdict, answer) = result.Events is [var only, ..] ? only : new(result.Verdict, result.Answer);
            return new(verdict, AnswerText.Cut(answer));
        }
#pragma warning disable CA1031 // A destination is foreign code; whatever it throws, the letter stays.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            return new(DeliveryVerdict.Retry, thrown is OperationCanceledException ? "did not answer in time" : "threw " + thrown.GetType().Name);
        }
    }

    private DeliveryBatch BatchOf(DeadLetter letter) => new()
    {
        Id = BatchId.Of(around.Log.Id, [letter.Event], letter.Replay),
        Replay = letter.Replay,
        Events = [letter.Event],
        Attempt = letter.Attempts + 1,
    };
}
