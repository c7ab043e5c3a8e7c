namespace Gatehouse.Delivery.Destinations.Segment;

/// <summary>What delivery to the vendor has to know.</summary>
/// <param name="TrackingApi">The tracking API up to its version, such as <c>https://api.segment.io/v1</c>.</param>
/// <param name="WriteKey">As whom. A secret.</param>
internal sealed record SegmentOptions(Uri TrackingApi, string WriteKey);
