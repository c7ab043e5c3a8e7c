using Gatehouse.Events;

namespace Gatehouse.Tests.Harness;

/// <summary>Holds an answer back until the tracking API has what the edge had taken by then.</summary>
internal sealed class DeliveryAwaiter(IEventLog log, Func<bool> hasTrackingApi, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>Waits until the vendor has got, of the site <c>shop</c>, all events that there are.</summary>
    public static async Task WaitAsync(IEventLog log)
    {
        var next = log.Next;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await log.ReadCursorAsync("destination:shop:segment", limit.Token) < next)
        {
            await Task.Delay(2, limit.Token);
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        if (answer.IsSuccessStatusCode && hasTrackingApi())
        {
            await WaitAsync(log);
        }

        return answer;
    }
}
