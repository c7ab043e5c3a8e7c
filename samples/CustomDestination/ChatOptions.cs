namespace CustomDestination;

/// <summary>What the destination has to know.</summary>
/// <param name="Url">Where the chat takes messages.</param>
/// <param name="Prefix">What each message begins with.</param>
internal sealed record ChatOptions(Uri Url, string Prefix);
