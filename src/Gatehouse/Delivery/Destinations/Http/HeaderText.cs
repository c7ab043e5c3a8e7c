using System.Buffers;

namespace Gatehouse.Delivery.Destinations.Http;

/// <summary>What may stand in a header (RFC 9110, 5.1 and 5.5).</summary>
internal static class HeaderText
{
    /// <summary>The most characters of a value.</summary>
    public const int Longest = 8192;

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Whether a text is the name of a header.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= 100 && !text.AsSpan().ContainsAnyExcept(NameCharacters);

    /// <summary>Whether a text can stand in a header's value: it has no line break or other control character, and no half of a surrogate pair.</summary>
    public static bool IsValue(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]))
            {
                return false;
            }

            if (char.IsSurrogate(text[i]) && (i + 1 == text.Length || !char.IsSurrogatePair(text, i++)))
            {
                return false;
            }
        }

        return text.Length <= Longest;
    }
}
