using System.Buffers;

namespace Gatehouse.Pages.Csp;

/// <summary>Small readings that the policy's grammar is made of.</summary>
internal static class CspText
{
    /// <summary>ASCII whitespace as the Infra standard has it.</summary>
    public const string WhitespaceCharacters = "\t\n\f\r ";

    /// <summary>The same, to search for.</summary>
    public static readonly SearchValues<char> Whitespace = SearchValues.Create(WhitespaceCharacters);

    // base64-value of CSP3, 2.3.1: the only characters that go into an attribute.
    private static readonly SearchValues<char> NonceCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_");

    /// <summary>Takes the next word off a text. Empty: there is none.</summary>
    public static ReadOnlySpan<char> NextToken(ref ReadOnlySpan<char> text)
    {
        text = text.TrimStart(WhitespaceCharacters);
        var end = text.IndexOfAny(Whitespace);
        var token = end < 0 ? text : text[..end];
        text = text[token.Length..];
        return token;
    }

    /// <summary>Whether a list of words has one, without regard to case.</summary>
    public static bool HasToken(ReadOnlySpan<char> text, string token)
    {
        for (var next = NextToken(ref text); !next.IsEmpty; next = NextToken(ref text))
        {
            if (next.Equals(token, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads <c>'nonce-…'</c>. False: another kind of source, or a nonce that could not stand in an attribute as it is.</summary>
    public static bool TryReadNonce(ReadOnlySpan<char> token, out ReadOnlySpan<char> nonce)
    {
        const string Prefix = "'nonce-";
        nonce = default;
        if (token.Length <= Prefix.Length + 1 || !token.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) || token[^1] != '\'')
        {
            return false;
        }

        nonce = token[Prefix.Length..^1];
        return IsBase64Value(nonce);
    }

    /// <summary>Whether a word is a hash source of a known algorithm.</summary>
    public static bool IsHash(ReadOnlySpan<char> token) =>
        token.Length > 9
        && token[^1] == '\''
        && (token.StartsWith("'sha256-", StringComparison.OrdinalIgnoreCase) || token.StartsWith("'sha384-", StringComparison.OrdinalIgnoreCase) || token.StartsWith("'sha512-", StringComparison.OrdinalIgnoreCase))
        && IsBase64Value(token[8..^1]);

    private static bool IsBase64Value(ReadOnlySpan<char> text)
    {
        var body = text.TrimEnd('=');
        return !body.IsEmpty && text.Length - body.Length <= 2 && !body.ContainsAnyExcept(NonceCharacters);
    }
}
