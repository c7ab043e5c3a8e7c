using System.Buffers;
using System.Net;
using System.Net.Http.Headers;

namespace Gatehouse.Delivery.Forwarding;

/// <summary>Asks tracking APIs: builds the request, bounds the time, reads what the answer means.</summary>
internal sealed class TrackingApi(TrackingConnections connections, TimeProvider time)
{
    /// <summary>How long an API may take for a request.</summary>
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private static readonly MediaTypeHeaderValue Json = new("application/json", "utf-8");
    private static readonly SearchValues<char> HeaderCharacters = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(static code => (char)code)]);

    /// <summary>Sends a part. Nothing that the API or the network does is thrown.</summary>
    public async Task<ForwardAnswer> SendAsync(TrackingTarget target, Uri batchUrl, ForwardedPart part)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var content = new ReadOnlyMemoryContent(part.Body) { Headers = { ContentType = Json } };
        using var request = new HttpRequestMessage(HttpMethod.Post, part.Records is [var only] ? target.Of(only.Event.Type) : batchUrl)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Content = content,
            Headers = { Authorization = target.Authorization },
        };
        if (part.UserAgent is { } userAgent && !userAgent.AsSpan().ContainsAnyExcept(HeaderCharacters))
        {
            request.Headers.TryAddWithoutValidation("User-Agent", userAgent);
        }

        try
        {
            using var response = await connections.SendAsync(request, timeout.Token);
            return ForwardAnswer.Of(response, time);
        }
        catch (HttpRequestException exception)
        {
            return new(ForwardVerdict.Failed, $"could not be reached ({exception.HttpRequestError})");
        }
        catch (OperationCanceledException)
        {
            return new(ForwardVerdict.Failed, $"did not answer within {Timeout.TotalSeconds:0} s");
        }
    }
}
