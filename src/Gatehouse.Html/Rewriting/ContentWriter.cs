using System.Buffers;
using Gatehouse.Html.Buffers;

namespace Gatehouse.Html.Rewriting;

/// <summary>Puts what handlers say into buffers, in the document's encoding.</summary>
internal sealed class ContentWriter
{
    private static readonly SearchValues<char> Markup = SearchValues.Create("<>&");
    private PooledBuffer _scratch;

    public DocumentEncoding Encoding { get; set; } = DocumentEncoding.Utf8;

    /// <summary>What handlers find with each unit of the document.</summary>
    public object? State { get; set; }

    public void Append(ref PooledBuffer to, string content, HtmlContent kind)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (kind == HtmlContent.Html)
        {
            Encoding.Encode(content, ref to);
        }
        else
        {
            AppendText(ref to, content);
        }
    }

    public void InsertFirst(ref PooledBuffer to, string content, HtmlContent kind)
    {
        if (to.Length == 0)
        {
            Append(ref to, content, kind);
            return;
        }

        _scratch.Rewind();
        Append(ref _scratch, content, kind);
        to.InsertFirst(_scratch.Span);
    }

    public void Replace(ref PooledBuffer to, string content, HtmlContent kind)
    {
        ArgumentNullException.ThrowIfNull(content);
        to.Rewind();
        Append(ref to, content, kind);
    }

    /// <summary>A value between double quotes: only those are escaped, for handlers read and write values as they stand in the source.</summary>
    public void AppendAttributeValue(ref PooledBuffer to, string value)
    {
        ReadOnlySpan<char> rest = value;
        for (var quote = rest.IndexOf('"'); quote >= 0; quote = rest.IndexOf('"'))
        {
            Encoding.Encode(rest[..quote], ref to);
            to.Append("&quot;"u8);
            rest = rest[(quote + 1)..];
        }

        Encoding.Encode(rest, ref to);
    }

    public void Clear() => _scratch.Clear();

    private void AppendText(ref PooledBuffer to, ReadOnlySpan<char> content)
    {
        for (var at = content.IndexOfAny(Markup); at >= 0; at = content.IndexOfAny(Markup))
        {
            Encoding.Encode(content[..at], ref to);
            to.Append(content[at] switch { '<' => "&lt;"u8, '>' => "&gt;"u8, _ => "&amp;"u8 });
            content = content[(at + 1)..];
        }

        Encoding.Encode(content, ref to);
    }
}
