namespace Gatehouse.Sites;

/// <summary>A class of events that can be done without when the disk is full.</summary>
/// <param name="Type">The type as on the wire, such as <c>page</c>. Null: any.</param>
/// <param name="Event">The name of a track event. Null: any.</param>
internal sealed record ShedSettings(string? Type, string? Event);
