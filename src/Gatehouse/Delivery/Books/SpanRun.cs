namespace Gatehouse.Delivery.Books;

/// <summary>Positions in a row whose events belong to one site and one minute.</summary>
/// <param name="First">The first position.</param>
/// <param name="Count">How many.</param>
/// <param name="Site">Name of the site.</param>
/// <param name="Minute">The minute in which they were received.</param>
/// <param name="Bytes">Bytes of their JSON.</param>
internal readonly record struct SpanRun(long First, int Count, string Site, long Minute, long Bytes)
{
    /// <summary>How many of them are within positions.</summary>
    /// <param name="from">The first position that counts.</param>
    /// <param name="to">The first one behind.</param>
    public long CountIn(long from, long to) => Math.Max(0, Math.Min(First + Count, to) - Math.Max(First, from));
}
