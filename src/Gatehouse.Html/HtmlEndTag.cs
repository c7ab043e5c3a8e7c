using Gatehouse.Html.Buffers;
using Gatehouse.Html.Rewriting;

namespace Gatehouse.Html;

/// <summary>The end tag of an element that a handler asked it for by <see cref="HtmlElement.OnEndTag"/>.</summary>
public sealed class HtmlEndTag : HtmlToken
{
    private PooledBuffer _sourceName;
    private string? _name;

    internal HtmlEndTag(ContentWriter writer)
        : base(writer)
    {
    }

    /// <summary>The name, in lower case. Setting it changes this tag only, not the start tag.</summary>
    /// <exception cref="ArgumentException">The name set is none that a tag can have.</exception>
    public string Name
    {
        get
        {
            MustBeShown();
            return Names.Lower(_name ?? Writer.Encoding.Decode(_sourceName.Span));
        }

        set
        {
            MustBeShown();
            Names.CheckTag(value, Writer.Encoding);
            _name = value;
        }
    }

    internal string? NewName => _name;

    internal void Begin(ReadOnlySpan<byte> sourceName, ElementEnd end)
    {
        _sourceName.Rewind();
        _sourceName.Append(sourceName);
        _name = end.Name;
        Around.Before.Append(end.Append.Span);
        Around.After.Append(end.After.Span);
        Around.IsRemoved = end.IsTagRemoved;
        Show();
    }

    internal override void Release()
    {
        base.Release();
        _sourceName.Clear();
        _name = null;
    }
}
