using System.Text;
using Gatehouse.Html;

namespace Gatehouse.Benchmarks.Html;

/// <summary>A script of the size of a tracking snippet.</summary>
internal sealed class Snippet : IHeadContent
{
    private readonly byte[] _content = Encoding.ASCII.GetBytes($"<script>{new string('x', 1600)}</script>");

    public ReadOnlyMemory<byte> GetContent(in HeadFindings findings) => _content;
}
