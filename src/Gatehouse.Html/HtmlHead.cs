using Gatehouse.Html.Rewriting;

namespace Gatehouse.Html;

/// <summary>A place in the head of a document, where a browser's head begins or ends, whether its tags are written or implied.</summary>
public sealed class HtmlHead : HtmlUnit
{
    private HeadSeeker? _seeker;

    internal HtmlHead(ContentWriter writer)
        : base(writer)
    {
    }

    /// <summary>
    /// Whether the head's start tag stands in the document. False: the head is implied, as the HTML parser does it and an XML
    /// parser does not.
    /// </summary>
    public bool IsWritten
    {
        get
        {
            MustBeShown();
            return _seeker!.IsHeadWritten;
        }
    }

    /// <summary>
    /// The encoding that the document is in as far as it is known here, by the name that the Encoding standard gives it: that of a byte
    /// order mark, or else the one that the document was opened with, or else what a meta element declares. Null: nothing says one
    /// so far. Content is written in the encoding that the document was opened with; what is ASCII is right in all that get here.
    /// </summary>
    public string? Encoding
    {
        get
        {
            MustBeShown();
            return _seeker!.Encoding;
        }
    }

    /// <summary>
    /// The policies that meta elements of the head declared before this place
    /// (<c>&lt;meta http-equiv="content-security-policy"&gt;</c>), with character references decoded, in order. Empty when there
    /// are none; policies of response headers are not among them.
    /// </summary>
    public IReadOnlyList<string> ContentSecurityPolicies
    {
        get
        {
            MustBeShown();
            return _seeker!.Policies;
        }
    }

    /// <summary>Puts content here, behind what was put here earlier.</summary>
    /// <param name="content">The content.</param>
    /// <param name="kind">Whether it is text, which is escaped, or HTML.</param>
    public void Append(string content, HtmlContent kind = HtmlContent.Text)
    {
        MustBeShown();
        Writer.Append(ref Around.Before, content, kind);
    }

    /// <summary>Puts HTML here as bytes, behind what was put here earlier.</summary>
    /// <param name="content">The content in the document's encoding; ASCII fits all.</param>
    public void AppendHtml(ReadOnlySpan<byte> content)
    {
        MustBeShown();
        Around.Before.Append(content);
    }

    internal void Begin(HeadSeeker seeker)
    {
        _seeker = seeker;
        Show();
    }
}
