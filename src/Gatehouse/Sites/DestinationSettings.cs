namespace Gatehouse.Sites;

/// <summary>Where events are delivered.</summary>
/// <param name="Name">The key below <c>Destinations</c>.</param>
/// <param name="Type">Which kind of destination, <c>webhook</c> for instance.</param>
/// <param name="Url">Its address, if the kind has one.</param>
/// <param name="Secret">What it is signed with. A secret. Null: unsigned.</param>
internal sealed record DestinationSettings(string Name, string Type, Uri? Url, string? Secret);
