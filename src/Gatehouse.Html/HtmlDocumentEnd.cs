using Gatehouse.Html.Rewriting;

namespace Gatehouse.Html;

/// <summary>The end of a document.</summary>
public sealed class HtmlDocumentEnd : HtmlUnit
{
    internal HtmlDocumentEnd(ContentWriter writer)
        : base(writer)
    {
    }

    /// <summary>Puts content at the end, behind what was put there earlier.</summary>
    /// <param name="content">The content.</param>
    /// <param name="kind">Whether it is text, which is escaped, or HTML.</param>
    public void Append(string content, HtmlContent kind = HtmlContent.Text)
    {
        MustBeShown();
        Writer.Append(ref Around.Before, content, kind);
    }
}
