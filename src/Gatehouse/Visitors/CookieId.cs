using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Gatehouse.Visitors;

/// <summary>
/// An id as a cookie's value. Written as percent-encoded text; read in that form and in those that older libraries wrote: a JSON
/// string, a literal pair of quotation marks, a JSON object with an <c>id</c>, a pair of ids.
/// </summary>
internal static class CookieId
{
    /// <summary>A value longer than this many characters is not looked at. An old <c>ajs_user</c> holds traits too.</summary>
    public const int LongestValue = 4096;

    /// <summary>Writes an id so that <see cref="Read"/> gives it back. ASCII, safe in a header (RFC 6265, 4.1.1).</summary>
    public static string Write(string id) =>
        Uri.EscapeDataString(ReadsAsJson(id) ? "\"" + JsonEncodedText.Encode(id, JavaScriptEncoder.UnsafeRelaxedJsonEscaping) + "\"" : id);

    /// <summary>Reads an id. Null: there is none, or it is unusable.</summary>
    public static string? Read(ReadOnlySpan<char> value)
    {
        Span<byte> buffer = stackalloc byte[LongestValue];
        return TryDecode(value, buffer, out var text) ? Usable(Unquote(text)) : null;
    }

    /// <summary>Reads the old form of the user id: like <see cref="Read"/>, or the <c>id</c> of a JSON object.</summary>
    public static string? ReadOldUser(ReadOnlySpan<char> value)
    {
        Span<byte> buffer = stackalloc byte[LongestValue];
        return TryDecode(value, buffer, out var text) ? Usable(text is [(byte)'{', ..] ? IdOf(text) : Unquote(text)) : null;
    }

    /// <summary>Reads the old form of both ids; one of them may be missing.</summary>
    public static (string? AnonymousId, string? UserId) ReadOldPair(ReadOnlySpan<char> value)
    {
        Span<byte> buffer = stackalloc byte[LongestValue];
        if (!TryDecode(value, buffer, out var text))
        {
            return default;
        }

        var border = text.IndexOf("----"u8);
        return border < 0
            ? (Usable(Encoding.UTF8.GetString(text)), null)
            : (Usable(Encoding.UTF8.GetString(text[..border])), Usable(Encoding.UTF8.GetString(text[(border + 4)..])));
    }

    private static string? Usable(string? id) => id is not null && VisitorId.IsUsable(id) ? id : null;

    /// <summary>Old libraries wrote JSON: a text in quotation marks, and <c>null</c> for nobody. Such ids are written as JSON, too.</summary>
    private static bool ReadsAsJson(string id) => id is "null" || (id.Length > 1 && id[0] == '"' && id[^1] == '"');

    private static string? Unquote(ReadOnlySpan<byte> text)
    {
        if (text.SequenceEqual("null"u8))
        {
            return null;
        }

        return text is [(byte)'"', .., (byte)'"'] ? TextOf(text) : Encoding.UTF8.GetString(text);
    }

    private static string? TextOf(ReadOnlySpan<byte> json) => ReadJson(json, static (ref reader) =>
    {
        var text = reader.GetString();
        reader.Read();
        return text;
    });

    private static string? IdOf(ReadOnlySpan<byte> json) => ReadJson(json, static (ref reader) =>
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isId = reader.ValueTextEquals("id"u8);
            reader.Read();
            if (isId)
            {
                return reader.TokenType switch
                {
                    JsonTokenType.String => reader.GetString(),
                    JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
                    _ => null,
                };
            }

            reader.Skip();
        }

        return null;
    });

    private static string? ReadJson(ReadOnlySpan<byte> json, JsonPicker pick)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            return pick(ref reader);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, or half a surrogate pair in it.
            return null;
        }
    }

    /// <summary>Undoes the percent-encoding. False: too long, not ASCII, a stray percent sign, or not UTF-8.</summary>
    private static bool TryDecode(ReadOnlySpan<char> value, Span<byte> buffer, out ReadOnlySpan<byte> text)
    {
        if (value is ['"', .. var inner, '"'])
        {
            value = inner;
        }

        text = default;
        if (value.Length > buffer.Length)
        {
            return false;
        }

        var length = 0;
        for (var i = 0; i < value.Length; i++)
        {
            var character = value[i];
            if (character == '%')
            {
                if (i + 2 >= value.Length || !char.IsAsciiHexDigit(value[i + 1]) || !char.IsAsciiHexDigit(value[i + 2]))
                {
                    return false;
                }

                buffer[length++] = (byte)((Hex(value[i + 1]) << 4) | Hex(value[i + 2]));
                i += 2;
            }
            else if (char.IsAscii(character))
            {
                buffer[length++] = (byte)character;
            }
            else
            {
                return false;
            }
        }

        text = buffer[..length];
        return Utf8.IsValid(text);
    }

    private static int Hex(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private delegate string? JsonPicker(ref Utf8JsonReader reader);
}
