namespace Gatehouse.Sites;

/// <summary>Whose clients a site takes events from besides its own pages, on the paths that those clients know.</summary>
internal enum Collector
{
    /// <summary><c>/v1/…</c>: Segment's server libraries, pixels, and all that speak like them.</summary>
    Segment,

    /// <summary><c>/v1/…</c>, <c>/beacon/v1/batch</c>, <c>/pixel/v1/…</c>, <c>/sourceConfig</c>: RudderStack's libraries.</summary>
    RudderStack,

    /// <summary><c>/api/s/…</c>: Jitsu's libraries.</summary>
    Jitsu,
}
