namespace Gatehouse.Delivery.Rules;

/// <summary>Where a member stands in an event's JSON.</summary>
/// <param name="Start">The first byte of its name.</param>
/// <param name="Value">The first byte of its value.</param>
/// <param name="End">The byte behind its value.</param>
internal readonly record struct EventMember(int Start, int Value, int End);
