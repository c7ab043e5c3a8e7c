using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Delivery.Destinations.Http;

/// <summary>One HTTP receiver: the connections to it, and what its answers mean.</summary>
internal sealed partial class HttpTarget : IDisposable
{
    private readonly DestinationContext _context;
    private readonly HttpTargetOptions _options;
    private readonly SecretTexts _secrets;
    private readonly ILogger _logger;
    private readonly HttpMessageInvoker _invoker;
    private int _told;

    public HttpTarget(HttpTargetOptions options, DestinationContext context)
    {
        _options = options;
        _context = context;
        _secrets = new(options.Secrets);
        _logger = context.Loggers.CreateLogger<HttpTarget>();
        _invoker = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            ConnectCallback = options.AllowPrivateNetwork ? null : PublicConnection.OpenAsync,
            RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
            EnableMultipleHttp2Connections = true,
            MaxResponseHeadersLength = 64,
            MaxConnectionsPerServer = 64,
            MaxResponseDrainSize = 64 * 1024,

            // DNS changes are followed.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        });
    }

    /// <summary>How the edge calls itself.</summary>
    public static string UserAgent { get; } = "Gatehouse/" + typeof(HttpTarget).Assembly.GetName().Version?.ToString(3);

    /// <summary>The header with the number of the replay that a request belongs to.</summary>
    public const string ReplayHeader = "Gatehouse-Replay";

    /// <summary>Says who asks, and for which replay.</summary>
    /// <param name="headers">The request's.</param>
    /// <param name="replay">The replay's number. Null: none.</param>
    public static void Introduce(HttpRequestHeaders headers, string? replay)
    {
        headers.TryAddWithoutValidation("User-Agent", UserAgent);
        if (replay is not null)
        {
            headers.TryAddWithoutValidation(ReplayHeader, replay);
        }
    }

    /// <summary>Sends a request. Nothing that the receiver or the network does is thrown.</summary>
    /// <param name="request">The request; its URL and headers are as they go out.</param>
    /// <param name="cancellationToken">Ends the waiting; that is thrown.</param>
    /// <returns>What the answer means for all that the request holds.</returns>
    public async ValueTask<DeliveryResult> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        try
        {
            using var response = await _invoker.SendAsync(request, cancellationToken);
            return await ResultAsync(response, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            return DeliveryResult.Retry(ReasonOf(exception));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return DeliveryResult.Retry("could not be reached in time");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _invoker.Dispose();

    private static string ReasonOf(HttpRequestException exception) => exception.InnerException switch
    {
        PrivateAddressException inner => inner.Message,
        AuthenticationException inner => "could not be reached safely: " + inner.Message,
        _ => $"could not be reached ({exception.HttpRequestError})",
    };

    private async ValueTask<DeliveryResult> ResultAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var meaning = HttpStatus.Of((int)response.StatusCode, _options.UrlDependsOnEvent);
        if (meaning == HttpStatusMeaning.Delivered)
        {
            _told = 0;
            return DeliveryResult.Delivered(HttpAnswer.StatusOf(response));
        }

        Tell(meaning, (int)response.StatusCode);
        var answer = await HttpAnswer.ReadAsync(response, _secrets, _context.Time, cancellationToken);
        return meaning == HttpStatusMeaning.Refused ? DeliveryResult.Refused(answer) : DeliveryResult.Retry(answer, RetryAdvice.Of(response, _context.Time));
    }

    // Once for each status, not at each attempt.
    private void Tell(HttpStatusMeaning meaning, int status)
    {
        if (meaning == HttpStatusMeaning.Misconfigured && Interlocked.Exchange(ref _told, status) != status)
        {
            LogMisconfigured(_context.Site, _context.Name, status);
        }
    }
}
