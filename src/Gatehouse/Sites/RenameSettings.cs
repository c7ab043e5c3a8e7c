namespace Gatehouse.Sites;

/// <summary>A part of an event that goes out at another place.</summary>
/// <param name="From">Its path.</param>
/// <param name="To">Its path when it goes out.</param>
internal sealed record RenameSettings(string From, string To);
