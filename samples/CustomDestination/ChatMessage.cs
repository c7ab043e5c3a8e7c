namespace CustomDestination;

/// <summary>What a chat takes.</summary>
/// <param name="Text">The text.</param>
internal sealed record ChatMessage(string Text);
