using System.Net;

namespace Gatehouse.Origin;

/// <summary>
/// A body of no bytes. The HTTP client sends a request again on another connection when the first one broke before a body was
/// begun; having one to send, it never does that to an unsafe method, which may have had its effect already (RFC 9110, 9.2.2).
/// </summary>
internal sealed class EmptyBody : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => Task.CompletedTask;

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return true;
    }
}
