namespace Gatehouse.Delivery.Readers;

/// <summary>Is told how a destination fares.</summary>
internal interface IReaderWatch
{
    /// <summary>It has answered for good.</summary>
    /// <param name="stop">Ends the waiting for a disk in trouble.</param>
    ValueTask WellAsync(CancellationToken stop);

    /// <summary>It could not take events.</summary>
    /// <param name="answer">What it said.</param>
    /// <param name="events">How many.</param>
    /// <param name="round">The illness's round when they were sent: lanes that fail together fail once.</param>
    /// <param name="stop">Ends the waiting for a disk in trouble.</param>
    /// <returns>Failures in a row.</returns>
    ValueTask<int> IllAsync(string answer, int events, int round, CancellationToken stop);

    /// <summary>It threw.</summary>
    void Threw(Exception thrown);
}
