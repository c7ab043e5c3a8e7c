namespace Gatehouse.Delivery.Readers;

/// <summary>Is told how a destination fares.</summary>
internal interface IReaderWatch
{
    /// <summary>It has answered for good.</summary>
    ValueTask WellAsync();

    /// <summary>It could not take events.</summary>
    /// <param name="answer">What it said.</param>
    /// <param name="events">How many.</param>
    /// <param name="round">The illness's round when they were sent: lanes that fail together fail once.</param>
    /// <returns>Failures in a row.</returns>
    ValueTask<int> IllAsync(string answer, int events, int round);

    /// <summary>It threw.</summary>
    void Threw(Exception thrown);
}
