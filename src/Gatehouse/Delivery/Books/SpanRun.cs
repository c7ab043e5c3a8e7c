namespace Gatehouse.Delivery.Books;

/// <summary>Positions in a row whose events belong to one site and one minute.</summary>
/// <param name="First">The first position.</param>
/// <param name="Count">How many.</param>
/// <param name="Site">Name of the site.</param>
/// <param name="Minute">The minute in which they were received.</param>
/// <param name="Bytes">Bytes of their JSON.</param>
internal readonly record struct SpanRun(long First, int Count, string Site, long Minute, long Bytes)
{
    /// <summary>What of it is within positions: none, some or all. Its bytes are estimated where that is some.</summary>
    /// <param name="from">The first position that counts.</param>
    /// <param name="to">The first one behind.</param>
    public SpanRun Part(long from, long to)
    {
        var (first, next) = (Math.Max(First, from), Math.Min(First + Count, to));
        var count = (int)Math.Max(0, next - first);
        return this with { First = first, Count = count, Bytes = Bytes * count / Count };
    }
}
