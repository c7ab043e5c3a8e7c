using Gatehouse.Events;

namespace Gatehouse.Collect;

/// <summary>An event as its body tells it, past the checks that need nothing but the body.</summary>
/// <param name="Type">Its type.</param>
/// <param name="MessageId">Null: the sender gave none.</param>
/// <param name="AnonymousId">Null: none, or an empty one.</param>
/// <param name="UserId">Null: none, an empty one, or JSON's null.</param>
/// <param name="IsDirect">What <c>context.direct</c> says. Null: nothing.</param>
/// <param name="Json">Where the event's object stands in the body.</param>
internal readonly record struct ParsedEvent(EventType Type, string? MessageId, string? AnonymousId, string? UserId, bool? IsDirect, Range Json);
