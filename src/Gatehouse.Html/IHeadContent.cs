namespace Gatehouse.Html;

/// <summary>Gives the content that a <see cref="HeadInjector"/> puts into a document's head.</summary>
public interface IHeadContent
{
    /// <summary>
    /// Asked once at most, when the place is reached, while the bytes before it may be on their way already. Not asked
    /// when nothing can be put in.
    /// </summary>
    /// <param name="findings">What was seen of the document up to the place.</param>
    /// <returns>
    /// The content, in the document's encoding (ASCII fits all that get here); empty to decline. The memory must stay
    /// unchanged until the call that asked has returned.
    /// </returns>
    ReadOnlyMemory<byte> GetContent(in HeadFindings findings);
}
