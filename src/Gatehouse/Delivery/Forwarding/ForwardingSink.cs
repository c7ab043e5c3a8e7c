using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Gatehouse.Events;
using Gatehouse.Sites;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Delivery.Forwarding;

/// <summary>Hands each batch to the site's tracking API while the sender waits, and answers what the API answered. Keeps nothing.</summary>
internal sealed partial class ForwardingSink : IEventSink
{
    /// <summary>How many batches may wait for tracking APIs at a time; the next one is answered 429.</summary>
    internal const int MostInFlight = 1024;

    /// <summary>How long the API may take for a batch, all its parts together.</summary>
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AfterOverload = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestAdvice = TimeSpan.FromMinutes(5);
    private static readonly MediaTypeHeaderValue Json = new("application/json", "utf-8");
    private static readonly SearchValues<char> HeaderCharacters = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(static code => (char)code)]);

    private readonly EdgeConfiguration _configuration;
    private readonly TrackingConnections _connections;
    private readonly TimeProvider _time;
    private readonly ILogger<ForwardingSink> _logger;
    private int _inFlight;

    public ForwardingSink(EdgeConfiguration configuration, TrackingConnections connections, TimeProvider time, ILogger<ForwardingSink> logger)
    {
        _configuration = configuration;
        _connections = connections;
        _time = time;
        _logger = logger;
        foreach (var site in configuration.Current.Sites)
        {
            if (site.Get(TrackingTarget.Part).Batch is null)
            {
                LogNoDestination(site.Name);
            }
        }
    }

    public async ValueTask<SinkAnswer> AppendAsync(EventBatch batch, CancellationToken cancellationToken)
    {
        // The snapshot may have changed since the request began; then the newest address is the right one.
        if (_configuration.Current.FindByName(batch.Site)?.Get(TrackingTarget.Part) is not { Batch: { } batchUrl } target)
        {
            return new((int)HttpStatusCode.ServiceUnavailable, Reason: "no_destination");
        }

        if (Interlocked.Increment(ref _inFlight) > MostInFlight)
        {
            Interlocked.Decrement(ref _inFlight);
            return new((int)HttpStatusCode.TooManyRequests, AfterOverload);
        }

        using var timeout = new CancellationTokenSource(Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await SendAsync(target, batchUrl, batch, either.Token);
        }
        catch (HttpRequestException exception)
        {
            LogUnreachable(batch.Site, exception.HttpRequestError);
            return new((int)HttpStatusCode.ServiceUnavailable, AfterTrouble);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            LogTimeout(batch.Site, Timeout.TotalSeconds);
            return new((int)HttpStatusCode.ServiceUnavailable, AfterTrouble);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    private async Task<SinkAnswer> SendAsync(TrackingTarget target, Uri batchUrl, EventBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Events is [var only])
        {
            return await SendAsync(target, target.Of(only.Type), ForwardedBodies.One(only, batch.Facts), batch, cancellationToken);
        }

        var answer = new SinkAnswer((int)HttpStatusCode.OK);
        foreach (var body in ForwardedBodies.Of(batch))
        {
            answer = await SendAsync(target, batchUrl, body, batch, cancellationToken);
            if (!answer.IsTaken)
            {
                break;
            }
        }

        return answer;
    }

    private async Task<SinkAnswer> SendAsync(TrackingTarget target, Uri url, ReadOnlyMemory<byte> body, EventBatch batch, CancellationToken cancellationToken)
    {
        using var content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = Json } };
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Content = content,
            Headers = { Authorization = target.Authorization },
        };
        if (batch.Facts.UserAgent is { } userAgent && !userAgent.AsSpan().ContainsAnyExcept(HeaderCharacters))
        {
            request.Headers.TryAddWithoutValidation("User-Agent", userAgent);
        }

        using var response = await _connections.SendAsync(request, cancellationToken);
        return AnswerOf(response, batch.Site);
    }

    /// <summary>What a browser must not take for its own fault (a key that the API does not know, our trouble) becomes 503: it tries again.</summary>
    private SinkAnswer AnswerOf(HttpResponseMessage response, string site)
    {
        var status = (int)response.StatusCode;
        switch (status)
        {
            case >= 200 and < 300:
                return new((int)HttpStatusCode.OK);
            case 429:
                return new(status, AdviceOf(response));
            case 401 or 403 or < 400:
                LogMisconfigured(site, status);
                return new((int)HttpStatusCode.ServiceUnavailable, AfterTrouble);
            case < 500:
                return new(status);
            default:
                LogFailed(site, status);
                return new((int)HttpStatusCode.ServiceUnavailable, AdviceOf(response) ?? AfterTrouble);
        }
    }

    private TimeSpan? AdviceOf(HttpResponseMessage response)
    {
        var advice = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - _time.GetUtcNow(),
            _ => response.Headers.TryGetValues("X-RateLimit-Reset", out var values)
                && int.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? TimeSpan.FromSeconds(seconds)
                : (TimeSpan?)null,
        };
        return advice is { } wait ? TimeSpan.FromSeconds(Math.Ceiling(Math.Clamp(wait.TotalSeconds, 1, LongestAdvice.TotalSeconds))) : null;
    }
}
