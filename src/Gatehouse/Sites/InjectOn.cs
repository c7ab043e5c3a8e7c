namespace Gatehouse.Sites;

/// <summary>Which HTML answers get the snippet.</summary>
internal enum InjectOn
{
    /// <summary>Those with status 200.</summary>
    Only200,

    /// <summary>Those of every status, error pages too.</summary>
    AllHtml,
}
