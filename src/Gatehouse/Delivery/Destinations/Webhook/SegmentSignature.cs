using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Delivery.Destinations.Webhook;

/// <summary>Signs as Segment's webhooks: <c>X-Signature</c> is the HMAC-SHA1 in lower-case hex, the key the text of the shared secret.</summary>
internal sealed class SegmentSignature(string secret)
{
    private readonly byte[] _key = Encoding.UTF8.GetBytes(secret);

    /// <summary>Signs a request.</summary>
    /// <param name="request">The request; it gets the header.</param>
    /// <param name="signed">What is signed: the body before it is compressed, or a part of it.</param>
    [SuppressMessage("Security", "CA5350:Do not use weak cryptographic algorithms", Justification = "The receivers check this one. As a keyed hash it has no known weakness.")]
    public void Sign(HttpRequestMessage request, ReadOnlySpan<byte> signed) =>
        request.Headers.TryAddWithoutValidation("X-Signature", Convert.ToHexStringLower(HMACSHA1.HashData(_key, signed)));
}
