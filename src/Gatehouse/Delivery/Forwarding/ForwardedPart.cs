using Gatehouse.Events;

namespace Gatehouse.Delivery.Forwarding;

/// <summary>Events that go to the tracking API in one request.</summary>
/// <param name="Records">At least one, in the order of the log.</param>
/// <param name="Body">The request's body: the event itself when there is one, else a batch.</param>
internal sealed record ForwardedPart(IReadOnlyList<LogRecord> Records, ReadOnlyMemory<byte> Body)
{
    /// <summary>The position after it.</summary>
    public long Next => Records[^1].Position + 1;

    /// <summary>The User-Agent header that brought all of the events. Null: none, or several.</summary>
    public string? UserAgent
    {
        get
        {
            var first = Records[0].Facts.UserAgent;
            return Records.All(record => string.Equals(record.Facts.UserAgent, first, StringComparison.Ordinal)) ? first : null;
        }
    }

    /// <summary>Each event as a part of its own.</summary>
    public IEnumerable<ForwardedPart> Split(TimeProvider time) => Records.SelectMany(record => ForwardedBodies.Of([record], time));
}
