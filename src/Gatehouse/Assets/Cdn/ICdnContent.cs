namespace Gatehouse.Assets.Cdn;

/// <summary>What the cache keeps of a file of the CDN.</summary>
internal interface ICdnContent
{
    /// <summary>How much memory it holds, at most.</summary>
    long Bytes { get; }
}
