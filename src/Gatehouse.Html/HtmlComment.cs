using Gatehouse.Html.Buffers;
using Gatehouse.Html.Rewriting;

namespace Gatehouse.Html;

/// <summary>A comment.</summary>
public sealed class HtmlComment : HtmlToken
{
    private PooledBuffer _raw;
    private string? _text;

    internal HtmlComment(ContentWriter writer)
        : base(writer)
    {
    }

    /// <summary>What stands between the signs of the comment.</summary>
    /// <exception cref="ArgumentException">The text set would end the comment early.</exception>
    public string Text
    {
        get
        {
            MustBeShown();
            return _text ??= Writer.Encoding.Decode(_raw.Span);
        }

        set
        {
            MustBeShown();
            ArgumentNullException.ThrowIfNull(value);
            if (EndsEarly(value))
            {
                throw new ArgumentException("A comment's text must not hold what ends a comment.", nameof(value));
            }

            _text = value;
            IsChanged = true;
        }
    }

    internal bool IsChanged { get; private set; }

    internal void Begin(ReadOnlySpan<byte> data)
    {
        _raw.Rewind();
        _raw.Append(data);
        _text = null;
        IsChanged = false;
        Show();
    }

    internal void WriteChanged(ref PooledBuffer to)
    {
        to.Append("<!--"u8);
        Writer.Encoding.Encode(_text!, ref to);
        to.Append("-->"u8);
    }

    internal override void Release()
    {
        base.Release();
        _raw.Clear();
        _text = null;
    }

    /// <summary>By the states 13.2.5.43 to 13.2.5.52, and in a browser of any age.</summary>
    private static bool EndsEarly(string text) =>
        text.StartsWith('>')
        || text.StartsWith("->", StringComparison.Ordinal)
        || text.EndsWith("<!-", StringComparison.Ordinal)
        || text.Contains("-->", StringComparison.Ordinal)
        || text.Contains("--!>", StringComparison.Ordinal);
}
