namespace Gatehouse.Html.Tokenizing;

/// <summary>A token, as a view on the bytes it was read from. Valid until those bytes move.</summary>
internal readonly ref struct Token
{
    private readonly int _start;
    private readonly int _end;

    internal Token(TokenKind kind, ReadOnlySpan<byte> raw, int start, int end, bool isSelfClosing)
    {
        Kind = kind;
        Raw = raw;
        _start = start;
        _end = end;
        IsSelfClosing = isSelfClosing;
    }

    public TokenKind Kind { get; }

    /// <summary>All bytes of the token, as they came.</summary>
    public ReadOnlySpan<byte> Raw { get; }

    /// <summary>Whether a start tag ends in <c>/&gt;</c>.</summary>
    public bool IsSelfClosing { get; }

    /// <summary>The name of a tag in the letters of the source, or the data of a whole comment.</summary>
    public ReadOnlySpan<byte> Value => Raw[_start.._end];

    public int NameStart => _start;

    public int NameEnd => _end;

    /// <summary>The attributes of a tag, read when asked for: most tags are never asked.</summary>
    public AttributeEnumerator Attributes => new(Raw[_end..]);
}
