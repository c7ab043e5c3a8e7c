using System.Buffers;
using System.Text;

namespace Gatehouse.Pages.Snippet;

/// <summary>
/// Makes the snippet small: comments and spaces go, and long local names become one letter. It knows what <c>snippet.js</c> keeps to,
/// not JavaScript.
/// </summary>
internal static class SnippetMinifier
{
    private static readonly SearchValues<char> WordCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$");

    // Names that the snippet alone sees. Never behind a dot, where they would be somebody else's.
    private static readonly Dictionary<string, string> ShortNames = new(StringComparer.Ordinal)
    {
        ["queue"] = "a",
        ["name"] = "n",
        ["names"] = "m",
        ["nonce"] = "o",
        ["place"] = "p",
        ["link"] = "l",
        ["at"] = "u",
        ["stub"] = "s",
        ["method"] = "e",
        ["placed"] = "b",
        ["live"] = "v",
        ["call"] = "c",
        ["key"] = "k",
        ["options"] = "q",
        ["script"] = "t",
        ["first"] = "f",
    };

    /// <summary>Minifies the snippet's source.</summary>
    public static string Minify(string source)
    {
        var small = new StringBuilder(source.Length);
        foreach (var line in source.AsSpan().EnumerateLines())
        {
            var text = line.Trim();
            if (!text.StartsWith("//"))
            {
                AppendLine(small, text);
            }
        }

        return small.Replace(";}", "}").ToString();
    }

    private static void AppendLine(StringBuilder small, ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var length = text[0] == '"' ? text[1..].IndexOf('"') + 2 : WordLength(text);
            var piece = text[..length];
            text = text[length..];
            if (piece is " ")
            {
                // A space counts between two words only.
                if (!text.IsEmpty && EndsWithWord(small) && WordCharacters.Contains(text[0]))
                {
                    small.Append(' ');
                }
            }
            else if (!EndsWithDot(small) && ShortNames.TryGetValue(piece.ToString(), out var brief))
            {
                small.Append(brief);
            }
            else
            {
                small.Append(piece);
            }
        }
    }

    private static int WordLength(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExcept(WordCharacters);
        return end < 0 ? text.Length : Math.Max(end, 1);
    }

    private static bool EndsWithWord(StringBuilder small) => small.Length > 0 && WordCharacters.Contains(small[^1]);

    private static bool EndsWithDot(StringBuilder small) => small.Length > 0 && small[^1] == '.';
}
