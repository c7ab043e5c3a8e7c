using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using Gatehouse.Html.Buffers;
using Gatehouse.Html.Encodings;
using Gatehouse.Html.Tokenizing;

namespace Gatehouse.Html.Rewriting;

/// <summary>An encoding of documents: from bytes to what handlers read, and from what they write to bytes.</summary>
internal sealed class DocumentEncoding
{
    private static readonly ConcurrentDictionary<string, DocumentEncoding> Known = new(StringComparer.Ordinal);
    private readonly Encoding _encoding;
    private readonly bool _isUtf8;

    private DocumentEncoding(string name, Encoding encoding)
    {
        Name = name;
        _encoding = encoding;
        _isUtf8 = name == "UTF-8";
    }

    /// <summary>The encoding of nearly all documents.</summary>
    public static DocumentEncoding Utf8 { get; } = new("UTF-8", SystemEncodings.Of("UTF-8"));

    /// <summary>The name that the Encoding standard gives it.</summary>
    public string Name { get; }

    /// <summary>What its bytes are decoded with; null: they are UTF-8.</summary>
    public Encoding? IfNotUtf8 => _isUtf8 ? null : _encoding;

    /// <returns>Null when the label is unknown or means an encoding in which ASCII bytes are not ASCII characters.</returns>
    public static DocumentEncoding? Find(string label)
    {
        if (label.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            return Utf8;
        }

        var name = HtmlEncodingSniffer.FindLabel(label);
        return name is null || !EncodingEvidence.IsSupported(name)
            ? null
            : name == Utf8.Name ? Utf8
            : Known.GetOrAdd(name, static found => new DocumentEncoding(found, SystemEncodings.Of(found)));
    }

    public string Decode(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? "" : _encoding.GetString(bytes);

    public void Encode(ReadOnlySpan<char> text, ref PooledBuffer to)
    {
        if (Ascii.FromUtf16(text, to.GetSpan(text.Length), out var written) == OperationStatus.Done)
        {
            to.Advance(written);
            return;
        }

        var span = to.GetSpan(_encoding.GetMaxByteCount(text.Length));
        to.Advance(_encoding.GetBytes(text, span));
    }

    /// <summary>Whether a name comes back as it was, with no reference in place of a character.</summary>
    public bool Has(string text) => Ascii.IsValid(text) || _encoding.GetString(_encoding.GetBytes(text)) == text;

    /// <summary>How many bytes at the end of a piece of text are the start of a character.</summary>
    public int IncompleteLength(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || _encoding.IsSingleByte)
        {
            return 0;
        }

        return _isUtf8 ? IncompleteUtf8(text) : IncompleteMultibyte(text);
    }

    private static int IncompleteUtf8(ReadOnlySpan<byte> text)
    {
        for (var i = 1; i <= Math.Min(3, text.Length); i++)
        {
            var value = text[^i];
            if (value < 0x80)
            {
                return 0;
            }

            if (value >= 0xC0)
            {
                var length = value switch { >= 0xF0 => 4, >= 0xE0 => 3, _ => 2 };
                return i < length ? i : 0;
            }
        }

        return 0;
    }

    /// <remarks>A trail byte may look like ASCII, so the text is read from its start; only the end can hold a lead byte.</remarks>
    private int IncompleteMultibyte(ReadOnlySpan<byte> text)
    {
        for (var held = 0; held <= Math.Min(3, text.Length); held++)
        {
            if (IsComplete(text[..^held]))
            {
                return held;
            }
        }

        return 0;
    }

    private bool IsComplete(ReadOnlySpan<byte> text)
    {
        var decoder = _encoding.GetDecoder();
        decoder.Fallback = DecoderFallback.ReplacementFallback;
        Span<char> chars = stackalloc char[256];
        while (!text.IsEmpty)
        {
            decoder.Convert(text, chars, flush: false, out var used, out _, out _);
            text = text[used..];
        }

        return decoder.GetCharCount(default, flush: true) == 0;
    }
}
