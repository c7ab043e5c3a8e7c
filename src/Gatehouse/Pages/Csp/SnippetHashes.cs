using System.Security.Cryptography;

namespace Gatehouse.Pages.Csp;

/// <summary>The hash sources by which a policy can allow the snippet's text.</summary>
/// <param name="script">The text between the tags, ASCII.</param>
internal sealed class SnippetHashes(ReadOnlySpan<byte> script)
{
    private readonly string[] _sources =
    [
        $"'sha256-{Convert.ToBase64String(SHA256.HashData(script))}'",
        $"'sha384-{Convert.ToBase64String(SHA384.HashData(script))}'",
        $"'sha512-{Convert.ToBase64String(SHA512.HashData(script))}'",
    ];

    /// <summary>Whether a hash source is one of them. Both base64 alphabets mean the same (CSP3, 6.7.3.3); the algorithm's case does not count.</summary>
    public bool Contains(ReadOnlySpan<char> source)
    {
        foreach (var own in _sources)
        {
            if (own.Length == source.Length && own.AsSpan(0, 8).Equals(source[..8], StringComparison.OrdinalIgnoreCase) && IsSameBase64(own.AsSpan(8), source[8..]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSameBase64(ReadOnlySpan<char> own, ReadOnlySpan<char> other)
    {
        for (var i = 0; i < own.Length; i++)
        {
            var character = other[i] switch { '-' => '+', '_' => '/', var same => same };
            if (character != own[i])
            {
                return false;
            }
        }

        return true;
    }
}
