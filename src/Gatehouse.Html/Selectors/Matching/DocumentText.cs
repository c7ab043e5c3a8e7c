using System.Buffers;
using System.Text;
using Gatehouse.Html.Encodings;

namespace Gatehouse.Html.Selectors.Matching;

/// <summary>
/// From the bytes of a document to what selectors compare, which is UTF-8. Most names and values are that already; the
/// others are decoded into a buffer that is used again.
/// </summary>
internal sealed class DocumentText
{
    private static readonly SearchValues<byte> Marks = SearchValues.Create("&\r\0"u8);
    private static readonly SearchValues<byte> MarksAndBytes =
        SearchValues.Create([.. "&\r\0"u8, .. Enumerable.Range(0x80, 0x80).Select(static value => (byte)value)]);

    private Encoding? _encoding;
    private char[] _characters = [];
    private byte[] _type = [];
    private byte[] _decoded = [];
    private byte[] _value = [];

    /// <param name="encoding">Of the document; null: UTF-8.</param>
    public void Reset(Encoding? encoding) => _encoding = encoding is UTF8Encoding ? null : encoding;

    /// <summary>The name of an element. Valid until that of the next one is asked for.</summary>
    public ReadOnlySpan<byte> Type(ReadOnlySpan<byte> raw) => Decode(raw, ref _type);

    /// <summary>The name of an attribute. Valid until the next name or value of one is asked for.</summary>
    public ReadOnlySpan<byte> Name(ReadOnlySpan<byte> raw) => Decode(raw, ref _decoded);

    /// <summary>The value of an attribute. Valid until the next name or value of one is asked for.</summary>
    public ReadOnlySpan<byte> Value(ReadOnlySpan<byte> raw)
    {
        if (!raw.ContainsAny(_encoding is null ? Marks : MarksAndBytes))
        {
            return raw;
        }

        var text = Name(raw);
        if (!text.ContainsAny(Marks))
        {
            return text;
        }

        Ensure(ref _value, text.Length * CharacterReferences.MostGrowth);
        return _value.AsSpan(0, CharacterReferences.DecodeAttribute(text, _value));
    }

    private ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> raw, ref byte[] decoded)
    {
        if (_encoding is not { } encoding || Ascii.IsValid(raw))
        {
            return raw;
        }

        Ensure(ref _characters, encoding.GetMaxCharCount(raw.Length));
        var characters = _characters.AsSpan(0, encoding.GetChars(raw, _characters));
        Ensure(ref decoded, Encoding.UTF8.GetMaxByteCount(characters.Length));
        return decoded.AsSpan(0, Encoding.UTF8.GetBytes(characters, decoded));
    }

    private static void Ensure<T>(ref T[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new T[Math.Max(length, 2 * buffer.Length)];
        }
    }
}
