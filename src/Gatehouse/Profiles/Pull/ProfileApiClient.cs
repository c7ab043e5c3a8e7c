using System.Buffers;
using System.Net;

namespace Gatehouse.Profiles.Pull;

/// <summary>Asks profile APIs. Trouble is an answer.</summary>
internal sealed class ProfileApiClient(TimeProvider time) : IDisposable
{
    private const int MostPages = 10;
    private const int MostPageBytes = 1024 * 1024;

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        // Only the configured host is asked, and nothing is kept between two questions.
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(2),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxResponseHeadersLength = 16,
        MaxResponseDrainSize = 64 * 1024,
    });

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>Fetches all traits of a visitor, page by page.</summary>
    /// <param name="api">Where.</param>
    /// <param name="key">Whose.</param>
    /// <param name="limit">Ends the whole fetch: <see cref="PullOutcome.Late"/>.</param>
    public async Task<PullAnswer> FetchAsync(ProfileApi api, ProfileKey key, CancellationToken limit)
    {
        var pages = new TraitPages();
        try
        {
            for (var page = 0; page < MostPages && (page == 0 || pages.Next is not null); page++)
            {
                var trouble = await FetchPageAsync(api, api.TraitsOf(key, pages.Next), pages, limit);
                if (trouble is { } answer)
                {
                    return answer;
                }
            }

            return new(PullOutcome.Found, pages.Traits, Dropped: pages.Dropped);
        }
        catch (OperationCanceledException)
        {
            return new(PullOutcome.Late, []);
        }
        catch (Exception trouble) when (trouble is HttpRequestException or IOException)
        {
            return new(limit.IsCancellationRequested ? PullOutcome.Late : PullOutcome.Failed, []);
        }
    }

    private async Task<PullAnswer?> FetchPageAsync(ProfileApi api, Uri address, TraitPages pages, CancellationToken limit)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = api.Authorization;
        request.Headers.Accept.Add(new("application/json"));
        request.Headers.UserAgent.Add(new("Gatehouse", null));
        using var response = await _http.SendAsync(request, limit);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return new(OutcomeOf(response.StatusCode), [], RetryAfter(response));
        }

        var body = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            var length = 0;
            await using var stream = await response.Content.ReadAsStreamAsync(limit);
            while (true)
            {
                if (length == body.Length)
                {
                    if (length >= MostPageBytes)
                    {
                        return new(PullOutcome.Failed, []);
                    }

                    var larger = ArrayPool<byte>.Shared.Rent(length * 2);
                    body.CopyTo(larger.AsSpan());
                    ArrayPool<byte>.Shared.Return(body);
                    body = larger;
                }

                var read = await stream.ReadAsync(body.AsMemory(length), limit);
                if (read == 0)
                {
                    break;
                }

                length += read;
            }

            return pages.TryAdd(body.AsSpan(0, length)) ? null : new(PullOutcome.Failed, []);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(body);
        }
    }

    private static PullOutcome OutcomeOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.NotFound => PullOutcome.NotFound,
        HttpStatusCode.TooManyRequests => PullOutcome.Throttled,
        >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError => PullOutcome.Refused,
        _ => PullOutcome.Failed,
    };

    private TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter is not { } after ? null : after.Delta ?? (after.Date - time.GetUtcNow());
}
