using System.Text;

namespace Gatehouse.Html.Tests.Support;

/// <summary>Content for a head that is known beforehand, and what was known of the document when it was asked for.</summary>
internal sealed class FixedContent(string content)
{
    private readonly byte[] _content = Encoding.ASCII.GetBytes(content);

    public int Asked { get; private set; }

    public string? DocumentEncoding { get; private set; }

    public IReadOnlyList<string> Policies { get; private set; } = [];

    public void PutInto(HtmlHead head)
    {
        Asked++;
        DocumentEncoding = head.Encoding;
        Policies = head.ContentSecurityPolicies;
        head.AppendHtml(_content);
    }
}
