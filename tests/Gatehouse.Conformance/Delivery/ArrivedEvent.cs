namespace Gatehouse.Conformance.Delivery;

/// <summary>An event as the receiver has it.</summary>
/// <param name="MessageId">Its message id.</param>
/// <param name="Json">Its text. Null: the receiver keeps no text that could be compared.</param>
public readonly record struct ArrivedEvent(string MessageId, string? Json);
