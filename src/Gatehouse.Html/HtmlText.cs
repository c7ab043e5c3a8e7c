using Gatehouse.Html.Buffers;
using Gatehouse.Html.Rewriting;

namespace Gatehouse.Html;

/// <summary>
/// A chunk of text. The text between two tags or comments arrives in as many chunks as the document does, cut between
/// characters, and an empty last one.
/// </summary>
public sealed class HtmlText : HtmlToken
{
    private PooledBuffer _raw;
    private string? _text;

    internal HtmlText(ContentWriter writer)
        : base(writer)
    {
    }

    /// <summary>The text as it stands in the source: character references are not decoded.</summary>
    public string Text
    {
        get
        {
            MustBeShown();
            return _text ??= Writer.Encoding.Decode(_raw.Span);
        }
    }

    /// <summary>The text in the bytes of the document.</summary>
    public ReadOnlySpan<byte> RawText
    {
        get
        {
            MustBeShown();
            return _raw.Span;
        }
    }

    /// <summary>Whether the text ends here. The last chunk of each text is empty.</summary>
    public bool IsLastInNode { get; private set; }

    internal void Begin(ReadOnlySpan<byte> raw, bool isLast)
    {
        _raw.Rewind();
        _raw.Append(raw);
        _text = null;
        IsLastInNode = isLast;
        Show();
    }

    internal override void Release()
    {
        base.Release();
        _raw.Clear();
        _text = null;
    }
}
