namespace Gatehouse.Storage.Log;

/// <summary>Narrows a span of time to positions by when the stretches of a log were written, without reading.</summary>
internal static class TimeSpanPositions
{
    // An event is received before it is committed, by a clock that may be put right in between.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    /// <summary>Positions outside which nothing was received in the span.</summary>
    /// <param name="stretches">Each with its first position, the one behind its last, and when its last commit was; the oldest first.</param>
    /// <param name="next">The position behind all of them.</param>
    /// <param name="from">When the span begins.</param>
    /// <param name="to">When it is over.</param>
    public static (long First, long Next) Of(IEnumerable<(long First, long End, DateTimeOffset Newest)> stretches, long next, DateTimeOffset from, DateTimeOffset to)
    {
        var first = next;
        foreach (var stretch in stretches)
        {
            if (first == next && from - stretch.Newest <= Slack)
            {
                first = Math.Min(stretch.First, next);
            }

            if (stretch.Newest - to > Slack)
            {
                // What comes behind it was received later.
                return (first, first == next ? next : Math.Min(stretch.End, next));
            }
        }

        return (first, next);
    }
}
