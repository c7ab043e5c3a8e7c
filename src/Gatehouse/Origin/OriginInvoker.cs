namespace Gatehouse.Origin;

/// <summary>Sends a request and gives the origin a limited time for the head of its answer.</summary>
/// <param name="handler">The pool.</param>
/// <param name="response">
/// The limit. It counts for requests without a body: how long an upload takes is the visitor's line's affair, and the idle
/// time-out watches over it.
/// </param>
internal sealed class OriginInvoker(HttpMessageHandler handler, TimeSpan response) : HttpMessageInvoker(handler)
{
    public override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } body)
        {
            request.Content = new StreamedBody(body);
            return await base.SendAsync(request, cancellationToken);
        }

        if (!IsSafe(request.Method))
        {
            request.Content = new EmptyBody();
        }

        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(response);
        return await base.SendAsync(request, limited.Token);
    }

    private static bool IsSafe(HttpMethod method) =>
        method == HttpMethod.Get || method == HttpMethod.Head || method == HttpMethod.Options || method == HttpMethod.Trace || method == HttpMethod.Connect;
}
