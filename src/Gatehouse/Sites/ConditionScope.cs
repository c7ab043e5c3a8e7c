namespace Gatehouse.Sites;

/// <summary>What a condition is asked of.</summary>
internal enum ConditionScope
{
    /// <summary>A profile: there are traits only.</summary>
    Profile,

    /// <summary>An event.</summary>
    Event,
}
