using System.Text;
using System.Text.Unicode;
using Gatehouse.Events;

namespace Gatehouse.Collect;

/// <summary>Reads the User-Agent header, whose characters are the bytes of the wire.</summary>
internal static class UserAgents
{
    /// <summary>The header as text, cut to its longest length. Null: there is none.</summary>
    public static string? Read(string header)
    {
        var text = Ascii.IsValid(header) ? header : Decode(header);
        if (text.Length > EventLimits.UserAgentLength)
        {
            var end = EventLimits.UserAgentLength - (char.IsHighSurrogate(text[EventLimits.UserAgentLength - 1]) ? 1 : 0);
            text = text[..end];
        }

        return text.Length == 0 ? null : text;
    }

    /// <summary>UTF-8 where it is that, else the characters that the bytes stand for (RFC 9110, 5.5).</summary>
    private static string Decode(string header)
    {
        var bytes = Encoding.Latin1.GetBytes(header);
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : header;
    }
}
