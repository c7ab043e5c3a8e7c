namespace Gatehouse.Sites;

/// <summary>What happens to new events when the log may not grow any more.</summary>
internal enum LogLimitPolicy
{
    /// <summary>They are answered 503; the sender keeps them and tries again.</summary>
    Refuse,

    /// <summary>Those of the named classes are answered 503, so that the others still find room.</summary>
    Shed,

    /// <summary>The oldest events go to make room, delivered or not.</summary>
    Oldest,
}
