namespace Gatehouse.Delivery.Destinations.Webhook;

/// <summary>The kind <c>webhook</c>: events are posted to a URL as JSON.</summary>
internal sealed class WebhookDestinationType : DestinationType<WebhookOptions>
{
    private static readonly Uri None = new("http://localhost");

    public override string Name => "webhook";

    protected override WebhookOptions Read(DestinationOptionsReader settings)
    {
        if (settings.Required("Url", "https://example.com/events").Length == 0)
        {
            return new(None, settings.Text("Secret"));
        }

        return new(settings.Url("Url") ?? None, settings.Text("Secret"));
    }

    protected override IDestination Create(WebhookOptions options, DestinationContext context) => new WebhookDestination(options);
}
