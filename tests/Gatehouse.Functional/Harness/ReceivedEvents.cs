using System.Text.Json;

namespace Gatehouse.Functional.Harness;

/// <summary>What the stand-in tracking API has received.</summary>
internal sealed class ReceivedEvents(LocalSite trackingApi) : IDisposable
{
    private readonly HttpClient _client = new();

    /// <summary>All of it, in order of receipt.</summary>
    public async Task<IReadOnlyList<JsonElement>> AllAsync()
    {
        using var document = JsonDocument.Parse(await _client.GetStringAsync(new Uri(trackingApi.Url + "/events")));
        return [.. document.RootElement.EnumerateArray().Select(static item => item.Clone())];
    }

    /// <summary>Waits until an event of a type (and name) is there, and gives the events of that kind.</summary>
    public async Task<IReadOnlyList<JsonElement>> WaitForAsync(string type, string? name = null, int count = 1)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var found = (await AllAsync()).Select(static item => item.GetProperty("event")).Where(item => IsOf(item, type, name)).ToList();
            if (found.Count >= count)
            {
                return found;
            }

            try
            {
                await Task.Delay(50, limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"No {type} {name} arrived. Received: {string.Join('\n', await AllAsync())}");
            }
        }
    }

    public void Dispose() => _client.Dispose();

    private static bool IsOf(JsonElement item, string type, string? name) =>
        item.GetProperty("type").GetString() == type && (name is null || item.GetProperty("event").GetString() == name);
}
