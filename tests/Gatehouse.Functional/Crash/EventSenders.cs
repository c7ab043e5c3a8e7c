using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Gatehouse.Functional.Crash;

/// <summary>
/// Browsers on many connections: single events and batches, some of them repeats, as fast as they are answered. Remembers what was
/// answered 200, and what may or may not have been taken; that is sent again, as browsers do.
/// </summary>
/// <param name="eventOf">Makes the event of a message id, the same each time. Null: one visitor's, padded to an ordinary size.</param>
internal sealed class EventSenders(Func<string, string>? eventOf = null)
{
    private static readonly string Padding = new('x', 500);

    private readonly Func<string, string> _eventOf = eventOf
        ?? (static id => $$$"""{"type":"track","event":"E","anonymousId":"A","messageId":"{{{id}}}","properties":{"padding":"{{{Padding}}}"}}""");
    private readonly ConcurrentDictionary<string, bool> _acknowledged = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _unsure = new();
    private int _made;
    private int _refused;
    private int _repeats;
    private long _sent;
    private long _answered;

    /// <summary>Ids of all events that were answered 200.</summary>
    public ICollection<string> Acknowledged => _acknowledged.Keys;

    /// <summary>How many events were sent again although they had been answered 200.</summary>
    public int Repeats => _repeats;

    /// <summary>How many events were sent, each as often as it was.</summary>
    public long Sent => _sent;

    /// <summary>How many of them were answered 200.</summary>
    public long Answered => _answered;

    /// <summary>How many requests were answered 429 or 503.</summary>
    public int Refused => _refused;

    /// <summary>Sends from so many connections until told to stop.</summary>
    public Task SendAsync(string url, int connections, Draws draws, CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, connections).Select(_ =>
        {
            var own = new Draws((ulong)draws.Below(int.MaxValue));
            return Task.Run(() => SendAsync(url, own, stop), CancellationToken.None);
        }));

    /// <summary>Sends what is unsure until all of it is answered 200.</summary>
    public async Task SettleAsync(string url)
    {
        using var client = NewClient();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!_unsure.IsEmpty)
        {
            List<string> ids = [];
            while (ids.Count < 50 && _unsure.TryDequeue(out var id))
            {
                ids.Add(id);
            }

            if (!await PostAsync(client, url, ids))
            {
                await Task.Delay(20, limit.Token);
            }
        }
    }

    private async Task SendAsync(string url, Draws draws, CancellationToken stop)
    {
        using var client = NewClient();
        var lately = new List<string>();
        while (!stop.IsCancellationRequested)
        {
            List<string> ids = [];
            var count = draws.Below(4) == 0 ? 2 + draws.Below(19) : 1;
            while (ids.Count < count)
            {
                var kind = draws.Below(10);
                if (kind == 0 && lately.Count > 0)
                {
                    ids.Add(lately[draws.Below(lately.Count)]);
                    Interlocked.Increment(ref _repeats);
                }
                else
                {
                    ids.Add(kind < 4 && _unsure.TryDequeue(out var again) ? again : "m" + Interlocked.Increment(ref _made));
                }
            }

            if (!await PostAsync(client, url, ids))
            {
                // The server may be gone; whoever killed it says so in a moment.
                await Task.Delay(5, CancellationToken.None);
                continue;
            }

            lately.AddRange(ids);
            lately.RemoveRange(0, Math.Max(0, lately.Count - 50));
        }
    }

    // One connection is many visitors: a cookie would give the ids of one to the events of another.
    private static HttpClient NewClient() => new(new SocketsHttpHandler { UseCookies = false });

    private async Task<bool> PostAsync(HttpClient client, string url, List<string> ids)
    {
        try
        {
            var events = ids.Select(_eventOf);
            var body = ids is [_] ? events.Single() : $$"""{"batch":[{{string.Join(',', events)}}]}""";
            Interlocked.Add(ref _sent, ids.Count);
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            using var answer = await client.PostAsync(new Uri(url + (ids is [_] ? "/seg/events/t" : "/seg/events/b")), content);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                Interlocked.Add(ref _answered, ids.Count);
                foreach (var id in ids)
                {
                    _acknowledged[id] = true;
                }

                return true;
            }

            if (answer.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable))
            {
                throw new InvalidOperationException($"An event was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            }

            Interlocked.Increment(ref _refused);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // Killed in between: taken or not, nobody knows.
        }

        foreach (var id in ids.Where(id => !_acknowledged.ContainsKey(id)))
        {
            _unsure.Enqueue(id);
        }

        return false;
    }
}
