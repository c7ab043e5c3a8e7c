namespace Gatehouse.Assets.Cdn;

/// <summary>The CDN's answer.</summary>
/// <param name="Kind">What became of the question.</param>
/// <param name="Text">The text, decoded. Empty unless there is content.</param>
/// <param name="MaxAge">How long the CDN calls it fresh. Null: it does not say.</param>
/// <param name="EntityTag">Its validator. Null: none.</param>
/// <param name="IsJson">Whether the CDN calls it JSON.</param>
internal sealed record CdnAnswer(CdnAnswerKind Kind, byte[] Text, TimeSpan? MaxAge = null, string? EntityTag = null, bool IsJson = false)
{
    /// <summary>No usable answer.</summary>
    public static CdnAnswer Failed { get; } = new(CdnAnswerKind.Failed, []);

    /// <summary>No such file.</summary>
    public static CdnAnswer Missing { get; } = new(CdnAnswerKind.Missing, []);
}
