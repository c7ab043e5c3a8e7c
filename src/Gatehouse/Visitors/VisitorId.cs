using System.Text;

namespace Gatehouse.Visitors;

/// <summary>The form that every anonymous id and user id has, wherever it comes from.</summary>
internal static class VisitorId
{
    /// <summary>How long an id may be, in bytes of UTF-8. Three times that, percent-encoded, still fits into a cookie.</summary>
    public const int Longest = 256;

    /// <summary>
    /// Whether a text can be an id: not empty, not only white space, not longer than <see cref="Longest"/>, whole Unicode characters
    /// without controls, and neither <c>.</c> nor <c>..</c>, which a path would swallow.
    /// </summary>
    public static bool IsUsable(ReadOnlySpan<char> text)
    {
        if (text.Length > Longest || text.IsWhiteSpace() || text is "." or "..")
        {
            return false;
        }

        var bytes = 0;
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var read) != System.Buffers.OperationStatus.Done || Rune.IsControl(rune))
            {
                return false;
            }

            bytes += rune.Utf8SequenceLength;
            text = text[read..];
        }

        return bytes <= Longest;
    }

    /// <summary>Makes an anonymous id: a UUID of version 4 in lower case.</summary>
    public static string New() => Guid.NewGuid().ToString("D");
}
