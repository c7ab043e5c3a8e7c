namespace Gatehouse.Collect.Collectors;

/// <summary>How a collector's path is called.</summary>
internal enum CollectorRouteKind
{
    /// <summary>POST with a body.</summary>
    Post,

    /// <summary>GET with the event in the query, answered by an image.</summary>
    Pixel,

    /// <summary>GET that tells RudderStack's library what to do.</summary>
    SourceConfig,
}
