namespace Gatehouse.Visitors;

/// <summary>Cookies that came with a request and that a newly written one would not replace.</summary>
[Flags]
internal enum LeftoverCookies
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><c>ajs_anonymous_id</c> came twice: as a cookie of the host and as one of a domain.</summary>
    TwoAnonymousIds = 1,

    /// <summary><c>ajs_user_id</c> came twice.</summary>
    TwoUserIds = 2,

    /// <summary><c>ajs_user</c>, an old form of the user id, came.</summary>
    OldUser = 4,

    /// <summary><c>_sio</c>, an old form of both ids, came.</summary>
    OldPair = 8,
}
