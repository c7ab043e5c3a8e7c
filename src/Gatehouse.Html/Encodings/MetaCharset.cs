using System.Buffers;
using System.Text;
using Gatehouse.Html.Tokenizing;

namespace Gatehouse.Html.Encodings;

/// <summary>The encoding that the attributes of a meta element declare.</summary>
internal static class MetaCharset
{
    private static readonly SearchValues<byte> UnquotedLabelEnds = SearchValues.Create("\t\n\f\r ;"u8);

    private static ReadOnlySpan<byte> Charset => "charset"u8;

    /// <summary>"Extracting a character encoding from a meta element" (2.5.5): the value of a content attribute.</summary>
    public static string? FromContent(ReadOnlySpan<byte> content)
    {
        while (TrySkipCharset(ref content))
        {
            content = content[Bytes.CountLeadingSpace(content)..];
            if (content.IsEmpty || content[0] != '=')
            {
                continue;
            }

            content = content[1..];
            return EncodingLabels.Find(Label(content[Bytes.CountLeadingSpace(content)..]));
        }

        return null;
    }

    /// <summary>A meta start tag in the head, as tree construction takes it (13.2.6.4.4).</summary>
    public static string? FromTag(AttributeEnumerator attributes)
    {
        if (attributes.TryFind(Charset, out var charset))
        {
            return Declared(EncodingLabels.Find(charset));
        }

        return attributes.TryFind("http-equiv"u8, out var pragma)
            && Ascii.EqualsIgnoreCase(pragma, "content-type"u8)
            && attributes.TryFind("content"u8, out var content)
            ? Declared(FromContent(content))
            : null;
    }

    /// <summary>
    /// What a declaration inside the document really means: one that can be read as ASCII is not UTF-16.
    /// </summary>
    public static string? Declared(string? name) => name switch
    {
        "UTF-16BE" or "UTF-16LE" => "UTF-8",
        "x-user-defined" => "windows-1252",
        _ => name,
    };

    private static bool TrySkipCharset(ref ReadOnlySpan<byte> content)
    {
        for (var i = 0; i + Charset.Length <= content.Length; i++)
        {
            if (Ascii.EqualsIgnoreCase(content.Slice(i, Charset.Length), Charset))
            {
                content = content[(i + Charset.Length)..];
                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<byte> Label(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            return default;
        }

        if (value[0] is (byte)'"' or (byte)'\'')
        {
            var close = value[1..].IndexOf(value[0]);
            return close < 0 ? default : value.Slice(1, close);
        }

        var end = value.IndexOfAny(UnquotedLabelEnds);
        return end < 0 ? value : value[..end];
    }
}
