namespace Gatehouse.Visitors;

/// <summary>One browser, as its cookies tell. Every id has passed the form check.</summary>
internal sealed record Visitor
{
    /// <summary>A visitor without ids.</summary>
    public static Visitor Unknown { get; } = new();

    /// <summary>The anonymous id that came with the request. Null: none, or an unusable one.</summary>
    public string? AnonymousId { get; init; }

    /// <summary>The user id that came with the request. Null: not identified.</summary>
    public string? UserId { get; init; }

    /// <summary>Cookies of the request that have to go when theirs are written or cleared next.</summary>
    public LeftoverCookies Leftovers { get; init; }
}
