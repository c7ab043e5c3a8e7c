using System.Buffers;
using System.Text;

namespace Gatehouse.Html.Tokenizing;

/// <summary>
/// Walks the attributes of one complete tag (13.2.5.32 to 13.2.5.40). Of attributes with the same name only the first
/// counts; <see cref="TryFind"/> honours that, enumeration shows all.
/// </summary>
internal ref struct AttributeEnumerator
{
    private static readonly SearchValues<byte> NameEnds = SearchValues.Create("\t\n\f\r />="u8);
    private static readonly SearchValues<byte> UnquotedEnds = SearchValues.Create("\t\n\f\r >"u8);

    private ReadOnlySpan<byte> _rest;

    /// <param name="afterName">The bytes of a complete tag behind its name, with the closing greater-than sign.</param>
    internal AttributeEnumerator(ReadOnlySpan<byte> afterName) => _rest = afterName;

    /// <summary>The current name, in the letters of the source.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The current value, with its character references undecoded and without quotes.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>What is not read yet. It never gets empty within a complete tag.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    public readonly AttributeEnumerator GetEnumerator() => this;

    public bool MoveNext()
    {
        while (!_rest.IsEmpty && (Bytes.IsSpace(_rest[0]) || _rest[0] == '/'))
        {
            _rest = _rest[1..];
        }

        if (_rest.IsEmpty || _rest[0] == '>')
        {
            return false;
        }

        var length = LengthOfName(_rest);
        Name = _rest[..length];
        Value = default;
        _rest = _rest[length..];
        SkipSpace();
        if (!_rest.IsEmpty && _rest[0] == '=')
        {
            _rest = _rest[1..];
            ReadValue();
        }

        return true;
    }

    /// <param name="name">In lower case.</param>
    /// <param name="value">The value of the first attribute of that name, undecoded; empty when there is none.</param>
    public readonly bool TryFind(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        foreach (var (candidate, found) in new AttributeEnumerator(_rest))
        {
            if (Ascii.EqualsIgnoreCase(candidate, name))
            {
                value = found;
                return true;
            }
        }

        value = default;
        return false;
    }

    public readonly AttributeEnumerator Current => this;

    public readonly void Deconstruct(out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        name = Name;
        value = Value;
    }

    /// <remarks>Most names are short and of letters; looking for any of their ends at once costs more than the letters do.</remarks>
    private static int LengthOfName(ReadOnlySpan<byte> rest)
    {
        var length = 0;
        while (length < rest.Length && Bytes.IsNameLetter(rest[length]))
        {
            length++;
        }

        if (length > 0 && length < rest.Length && (rest[length] is (byte)'=' or (byte)' ' or (byte)'>'))
        {
            return length;
        }

        // The first byte may be anything.
        length = Math.Max(length, 1);
        var more = rest[length..].IndexOfAny(NameEnds);
        return more < 0 ? rest.Length : length + more;
    }

    private void SkipSpace() => _rest = _rest[Bytes.CountLeadingSpace(_rest)..];

    private void ReadValue()
    {
        SkipSpace();
        if (_rest.IsEmpty)
        {
            return;
        }

        var quote = _rest[0];
        if (quote is not ((byte)'"' or (byte)'\''))
        {
            var length = _rest.IndexOfAny(UnquotedEnds);
            Take(length < 0 ? _rest.Length : length, after: 0);
            return;
        }

        _rest = _rest[1..];
        var end = _rest.IndexOf(quote);
        Take(end < 0 ? _rest.Length : end, after: end < 0 ? 0 : 1);
    }

    private void Take(int length, int after)
    {
        Value = _rest[..length];
        _rest = _rest[(length + after)..];
    }
}
