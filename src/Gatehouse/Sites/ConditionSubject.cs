namespace Gatehouse.Sites;

/// <summary>What a condition looks at.</summary>
internal enum ConditionSubject
{
    /// <summary>A trait of the profile; of an event, one of its <c>traits</c>, else of its <c>context.traits</c>.</summary>
    Trait,

    /// <summary>One of an event's <c>properties</c>.</summary>
    Property,

    /// <summary>Something in an event's <c>context</c>.</summary>
    Context,

    /// <summary>An event's type.</summary>
    Type,

    /// <summary>An event's name: of a track event its <c>event</c>, of a page or screen its <c>name</c>.</summary>
    Event,
}
