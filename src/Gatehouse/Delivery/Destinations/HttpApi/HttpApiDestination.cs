using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Gatehouse.Delivery.Destinations.Http;

namespace Gatehouse.Delivery.Destinations.HttpApi;

/// <summary>Asks an HTTP API as a template says, once for each event.</summary>
internal sealed class HttpApiDestination : IDestination
{
    private readonly HttpApiOptions _options;
    private readonly HttpTarget _target;
    private readonly UrlTemplate _url;
    private readonly BodyTemplate? _body;
    private readonly KeyValuePair<string, Template>[] _headers;
    private readonly Dictionary<string, string> _secrets;

    public HttpApiDestination(HttpApiOptions options, DestinationContext context)
    {
        _options = options;
        var url = Template.Parse(options.Url);
        _url = new(url);
        _body = options.Body is { } body ? new(Template.Parse(body), options.ContentType) : null;
        _headers = [.. options.Headers.Select(static header => KeyValuePair.Create(header.Key, Template.Parse(header.Value)))];
        _secrets = new(options.Secrets, StringComparer.OrdinalIgnoreCase);
        _target = new(
            new()
            {
                AllowPrivateNetwork = options.AllowPrivateNetwork,
                UrlDependsOnEvent = url.DependsOnEvent,
                Secrets = [.. _secrets.Values, .. options.Headers.SelectMany(static header => SecretTexts.OfHeader(header.Value))],
            },
            context);
    }

    public ValueTask<DeliveryResult> SendAsync(DeliveryBatch batch, CancellationToken cancellationToken) =>
        batch.Events is [var only] ? SendAsync(only, batch.Replay, cancellationToken) : OneByOne.SendAsync(batch, one => SendAsync(one, batch.Replay, cancellationToken), cancellationToken);

    public ValueTask DisposeAsync()
    {
        _target.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<DeliveryResult> SendAsync(DeliveryEvent sent, string? replay, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage { Method = _options.Method };
        try
        {
            using var document = JsonDocument.Parse(sent.Json, new JsonDocumentOptions { MaxDepth = 1000 });
            Fill(request, new(document.RootElement, _secrets), replay);
        }
        catch (UnfitValueException exception)
        {
            return DeliveryResult.Refused(exception.Message);
        }

        return await _target.SendAsync(request, cancellationToken);
    }

    private void Fill(HttpRequestMessage request, TemplateValues values, string? replay)
    {
        request.RequestUri = _url.Fill(values);
        if (_body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(_body.Fill(values)))
            {
                Headers = { ContentType = MediaTypeHeaderValue.Parse(_options.ContentType) },
            };
        }

        HttpTarget.Introduce(request.Headers, replay);
        foreach (var (name, template) in _headers)
        {
            var value = template.Fill(values.TextOf);
            if (!HeaderText.IsValue(value))
            {
                throw new UnfitValueException($"the header {name} would hold a line break or be too long");
            }

            request.Headers.Remove(name);
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }
}
