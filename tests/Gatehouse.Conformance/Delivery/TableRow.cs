namespace Gatehouse.Conformance.Delivery;

/// <summary>A row of a Parquet file of events, as another's reader gives it.</summary>
public sealed record TableRow(string? MessageId, string Site, string? Type, string? Name, string? AnonymousId, string? UserId, DateTime? Timestamp, DateTime? ReceivedAt, string Event);
