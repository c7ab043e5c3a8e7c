namespace Gatehouse.Visitors;

/// <summary>The cookies that carry a visitor's ids.</summary>
internal static class CookieNames
{
    public const string AnonymousId = "ajs_anonymous_id";
    public const string UserId = "ajs_user_id";

    /// <summary>Written by the browser library alone; cleared here at a reset.</summary>
    public const string GroupId = "ajs_group_id";

    /// <summary>Old form of the user id: the id, or a JSON object with an <c>id</c>.</summary>
    public const string OldUser = "ajs_user";

    /// <summary>Old form of both ids: <c>anonymousId----userId</c>.</summary>
    public const string OldPair = "_sio";
}
