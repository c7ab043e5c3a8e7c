using System.Buffers;
using System.Text;
using Gatehouse.Html.Tokenizing;

namespace Gatehouse.Html.Encodings;

/// <summary>"Prescan a byte stream to determine its encoding" (13.2.3.2).</summary>
internal static class MetaPrescan
{
    /// <summary>How far a browser looks.</summary>
    public const int Length = 1024;

    private static readonly SearchValues<byte> TagNameEnds = SearchValues.Create("\t\n\f\r >"u8);

    [Flags]
    private enum Seen : byte
    {
        None = 0,
        HttpEquiv = 1,
        Content = 2,
        Charset = 4,
    }

    /// <returns>The name of the encoding; null: nothing found in these bytes.</returns>
    public static string? Find(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("<\0?\0x\0"u8))
        {
            return "UTF-16LE";
        }

        if (bytes.StartsWith("\0<\0?\0x"u8))
        {
            return "UTF-16BE";
        }

        while (true)
        {
            var open = bytes.IndexOf((byte)'<');
            if (open < 0)
            {
                return null;
            }

            bytes = bytes[open..];
            var found = StartsMeta(bytes) ? ReadMeta(ref bytes) : Skip(ref bytes);
            if (found is not null)
            {
                return found;
            }
        }
    }

    private static bool StartsMeta(ReadOnlySpan<byte> bytes) =>
        bytes.Length > 5 && Ascii.EqualsIgnoreCase(bytes[1..5], "meta"u8) && (Bytes.IsSpace(bytes[5]) || bytes[5] == '/');

    private static string? ReadMeta(ref ReadOnlySpan<byte> bytes)
    {
        var attributes = new AttributeEnumerator(bytes[5..]);
        var seen = Seen.None;
        var gotPragma = false;
        bool? needPragma = null;
        string? charset = null;
        while (attributes.MoveNext())
        {
            var (name, value) = attributes;
            var which = Which(name);
            if (which == Seen.None || seen.HasFlag(which))
            {
                continue;
            }

            seen |= which;
            switch (which)
            {
                case Seen.HttpEquiv:
                    gotPragma = Ascii.EqualsIgnoreCase(value, "content-type"u8);
                    break;
                case Seen.Content when charset is null && MetaCharset.FromContent(value) is { } content:
                    charset = content;
                    needPragma = true;
                    break;
                case Seen.Charset:
                    charset = EncodingLabels.Find(value);
                    needPragma = false;
                    break;
            }
        }

        bytes = attributes.Rest;
        var isCut = bytes.IsEmpty;
        return isCut || needPragma is null || (needPragma.Value && !gotPragma) ? null : MetaCharset.Declared(charset);
    }

    private static Seen Which(ReadOnlySpan<byte> name) =>
        Ascii.EqualsIgnoreCase(name, "http-equiv"u8) ? Seen.HttpEquiv
        : Ascii.EqualsIgnoreCase(name, "content"u8) ? Seen.Content
        : Ascii.EqualsIgnoreCase(name, "charset"u8) ? Seen.Charset
        : Seen.None;

    /// <summary>Steps over a comment, a tag, or what looks like neither. Never finds anything.</summary>
    private static string? Skip(ref ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("<!--"u8))
        {
            // The dashes that open the comment may also be those that close it.
            var end = bytes[2..].IndexOf("-->"u8);
            bytes = end < 0 ? default : bytes[(2 + end + 3)..];
            return null;
        }

        var name = bytes.Length > 1 && bytes[1] == '/' ? 2 : 1;
        if (bytes.Length > name && Bytes.IsLetter(bytes[name]))
        {
            var end = bytes.IndexOfAny(TagNameEnds);
            var attributes = new AttributeEnumerator(end < 0 ? default : bytes[end..]);
            while (attributes.MoveNext())
            {
                // Only their ends matter: a quoted value may hold what looks like a tag.
            }

            bytes = attributes.Rest;
            return null;
        }

        if (bytes.Length > 1 && bytes[1] is (byte)'!' or (byte)'/' or (byte)'?')
        {
            var end = bytes.IndexOf((byte)'>');
            bytes = end < 0 ? default : bytes[end..];
            return null;
        }

        bytes = bytes[1..];
        return null;
    }
}
