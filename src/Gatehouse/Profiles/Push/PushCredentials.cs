using System.Security.Cryptography;
using System.Text;
using Gatehouse.Sites;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Profiles.Push;

/// <summary>Who may push to a site. Compares in constant time and says nothing but yes or no.</summary>
internal sealed class PushCredentials
{
    private const string Scheme = "Basic ";
    private const int LongestHeader = 4096;

    private readonly byte[]? _user;
    private readonly byte[]? _password;
    private readonly byte[]? _secret;

    private PushCredentials(ProfileWebhookSettings? settings)
    {
        if (settings is { Username: { } user, Password: { } password })
        {
            _user = SHA256.HashData(Encoding.UTF8.GetBytes(user));
            _password = SHA256.HashData(Encoding.UTF8.GetBytes(password));
        }

        _secret = settings?.Secret is { } secret ? Encoding.UTF8.GetBytes(secret) : null;
    }

    /// <summary>The part of a site.</summary>
    public static SitePart<PushCredentials> Part { get; } = new(static site => new(site.Settings.ProfileWebhook));

    /// <summary>Whether the request carries the configured Basic credentials (RFC 7617). No credentials configured: never.</summary>
    public bool HasBasic(IHeaderDictionary headers)
    {
        var header = headers.Authorization;
        if (_user is null || header.Count != 1 || header[0] is not { Length: > 6 and < LongestHeader } text || !text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        Span<byte> pair = new byte[text.Length];
        if (!Convert.TryFromBase64Chars(text.AsSpan(Scheme.Length).Trim(), pair, out var length))
        {
            return false;
        }

        // The first colon only: a password may have more of them.
        pair = pair[..length];
        var colon = pair.IndexOf((byte)':');
        if (colon < 0)
        {
            return false;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(pair[..colon], hash);
        var isUser = CryptographicOperations.FixedTimeEquals(hash, _user);
        SHA256.HashData(pair[(colon + 1)..], hash);
        return CryptographicOperations.FixedTimeEquals(hash, _password) & isUser;
    }

    /// <summary>The signature that the request carries. Null: none, not of the form, or none is configured.</summary>
    public byte[]? SignatureOf(IHeaderDictionary headers)
    {
        StringValues header = headers["X-Signature"];
        if (_secret is null || header.Count != 1 || header[0] is not { Length: 2 * SHA1.HashSizeInBytes } text)
        {
            return null;
        }

        var signature = new byte[SHA1.HashSizeInBytes];
        return Convert.FromHexString(text, signature, out _, out _) == System.Buffers.OperationStatus.Done ? signature : null;
    }

    /// <summary>Whether a signature is the one of these bytes.</summary>
#pragma warning disable CA5350 // The vendor signs with HMAC-SHA1; as a MAC it is not broken.
    public bool IsSignatureOf(byte[] signature, ReadOnlySpan<byte> bytes)
    {
        Span<byte> expected = stackalloc byte[SHA1.HashSizeInBytes];
        HMACSHA1.HashData(_secret, bytes, expected);
        return CryptographicOperations.FixedTimeEquals(expected, signature);
    }
#pragma warning restore CA5350
}
