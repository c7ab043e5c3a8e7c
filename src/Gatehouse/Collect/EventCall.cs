using Gatehouse.Collect.Collectors;
using Gatehouse.Visitors;

namespace Gatehouse.Collect;

/// <summary>A call that brings events, whatever route it came by.</summary>
internal sealed record EventCall
{
    /// <summary>What the body should be.</summary>
    public required EventMethod Method { get; init; }

    /// <summary>The ids that are lent to events without any.</summary>
    public required Visitor Visitor { get; init; }

    /// <summary>Whether the visitor's own browser calls, so that address and user agent are the visitor's. A server library calls for others.</summary>
    public bool IsVisitors { get; init; } = true;

    /// <summary>Whether the visitor's cookies follow the ids of events.</summary>
    public bool FollowsIds { get; init; } = true;

    /// <summary>The key that the body has to show. Null: the call needs none, or has shown it.</summary>
    public WriteKey? BodyKey { get; init; }
}
