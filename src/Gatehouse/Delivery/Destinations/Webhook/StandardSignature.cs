using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Delivery.Destinations.Webhook;

/// <summary>
/// Signs as Standard Webhooks says, symmetric, version 1. <see href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md"/>
/// </summary>
internal sealed class StandardSignature(IEnumerable<string> secrets)
{
    private const string Prefix = "whsec_";

    private readonly byte[][] _keys = [.. secrets.Select(KeyOf)];

    /// <summary>Whether a secret can be used: one that begins with <c>whsec_</c> must go on in base64.</summary>
    public static bool IsKey(string secret) =>
        !secret.StartsWith(Prefix, StringComparison.Ordinal)
        || (secret.Length > Prefix.Length && Convert.TryFromBase64String(secret[Prefix.Length..], new byte[secret.Length], out _));

    /// <summary>Signs a request.</summary>
    /// <param name="request">The request; it gets the headers.</param>
    /// <param name="id">The same whenever the same is sent.</param>
    /// <param name="now">When it is sent.</param>
    /// <param name="body">The body before it is compressed.</param>
    public void Sign(HttpRequestMessage request, string id, DateTimeOffset now, ReadOnlySpan<byte> body)
    {
        var time = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var head = Encoding.UTF8.GetBytes($"{id}.{time}.");
        var signatures = new string[_keys.Length];
        for (var i = 0; i < _keys.Length; i++)
        {
            using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _keys[i]);
            hash.AppendData(head);
            hash.AppendData(body);
            signatures[i] = "v1," + Convert.ToBase64String(hash.GetHashAndReset());
        }

        request.Headers.TryAddWithoutValidation("webhook-id", id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", time);
        request.Headers.TryAddWithoutValidation("webhook-signature", string.Join(' ', signatures));
    }

    private static byte[] KeyOf(string secret) =>
        secret.StartsWith(Prefix, StringComparison.Ordinal) ? Convert.FromBase64String(secret[Prefix.Length..]) : Encoding.UTF8.GetBytes(secret);
}
