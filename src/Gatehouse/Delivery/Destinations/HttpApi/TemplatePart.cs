namespace Gatehouse.Delivery.Destinations.HttpApi;

/// <summary>A stretch of a template.</summary>
/// <param name="Text">The text itself, or the path that the placeholder names.</param>
/// <param name="IsPlaceholder">Which of the two.</param>
internal readonly record struct TemplatePart(string Text, bool IsPlaceholder);
