namespace Gatehouse.Assets.Cdn;

/// <summary>What became of a question to the CDN.</summary>
internal enum CdnAnswerKind
{
    /// <summary>No usable answer.</summary>
    Failed,

    /// <summary>A whole text.</summary>
    Content,

    /// <summary>The copy at hand is still right.</summary>
    NotModified,

    /// <summary>The CDN has no such file.</summary>
    Missing,
}
