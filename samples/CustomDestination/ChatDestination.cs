using System.Globalization;
using System.Net;
using System.Text.Json;
using Gatehouse.Delivery;

namespace CustomDestination;

/// <summary>Tells a chat of each order.</summary>
internal sealed class ChatDestination(ChatOptions options) : IDestination
{
    private readonly HttpClient _client = new();

    public async ValueTask<DeliveryResult> SendAsync(DeliveryBatch batch, CancellationToken cancellationToken)
    {
        // A chat takes one message at a time: each event has its own outcome. After one that has to wait the others wait, too.
        var outcomes = new List<EventOutcome>(batch.Events.Count);
        foreach (var one in batch.Events)
        {
            var hasToWait = outcomes is [.., { Verdict: DeliveryVerdict.Retry }];
            outcomes.Add(hasToWait ? outcomes[^1] : await SendAsync(one, cancellationToken));
        }

        return DeliveryResult.PerEvent(outcomes);
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<EventOutcome> SendAsync(DeliveryEvent order, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _client.PostAsJsonAsync(options.Url, new ChatMessage(TextOf(order)), cancellationToken);
            var answer = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
            return response.StatusCode switch
            {
                >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => new(DeliveryVerdict.Delivered, answer),
                HttpStatusCode.BadRequest => new(DeliveryVerdict.Refused, answer),
                _ => new(DeliveryVerdict.Retry, answer),
            };
        }
        catch (HttpRequestException)
        {
            return new(DeliveryVerdict.Retry, "the chat cannot be reached");
        }
    }

    private string TextOf(DeliveryEvent order)
    {
        using var json = JsonDocument.Parse(order.Json);
        var hasTotal = json.RootElement.TryGetProperty("properties", out var properties) && properties.TryGetProperty("total", out var total)
            && total.ValueKind == JsonValueKind.Number;
        return hasTotal ? $"{options.Prefix}: {properties.GetProperty("total").GetRawText()}" : options.Prefix;
    }
}
