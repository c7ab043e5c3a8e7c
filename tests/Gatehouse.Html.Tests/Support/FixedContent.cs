using System.Text;

namespace Gatehouse.Html.Tests.Support;

/// <summary>Content that is known beforehand, and what it was told when it was asked.</summary>
internal sealed class FixedContent(string content) : IHeadContent
{
    private readonly byte[] _content = Encoding.ASCII.GetBytes(content);

    public int Asked { get; private set; }

    public HeadFindings Findings { get; private set; }

    public ReadOnlyMemory<byte> GetContent(in HeadFindings findings)
    {
        Asked++;
        Findings = findings;
        return _content;
    }
}
