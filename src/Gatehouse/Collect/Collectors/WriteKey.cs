using System.Security.Cryptography;
using System.Text;
using Gatehouse.Sites;

namespace Gatehouse.Collect.Collectors;

/// <summary>A site's write key, to compare with. How long that takes tells nothing of the key.</summary>
internal sealed class WriteKey
{
    /// <summary>The part that holds it.</summary>
    public static readonly SitePart<WriteKey> Part = new(static site => new(site.Settings.WriteKey));

    // Longer ones are no keys; they are not worth hashing.
    private const int Longest = 1024;
    private readonly byte[] _hash;

    private WriteKey(string key) => _hash = SHA256.HashData(Encoding.ASCII.GetBytes(key));

    /// <summary>Whether a text is the key.</summary>
    public bool Is(ReadOnlySpan<byte> text)
    {
        if (text.Length > Longest)
        {
            return false;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        return CryptographicOperations.FixedTimeEquals(hash, _hash);
    }
}
