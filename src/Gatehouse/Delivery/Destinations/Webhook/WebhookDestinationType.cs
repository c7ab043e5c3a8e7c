using Gatehouse.Delivery.Destinations.Http;

namespace Gatehouse.Delivery.Destinations.Webhook;

/// <summary>The kind <c>webhook</c>: events are sent to a URL as JSON.</summary>
internal sealed class WebhookDestinationType : DestinationType<WebhookOptions>
{
    private static readonly Uri None = new("https://none.invalid");

    public override string Name => "webhook";

    public override int BatchEvents => 1;

    protected override WebhookOptions Read(DestinationOptionsReader settings)
    {
        var allowPrivateNetwork = settings.Flag("AllowPrivateNetwork", TargetUrl.NamesItsAddress(settings));
        var secrets = Secrets(settings);
        return new()
        {
            Url = TargetUrl.Read(settings, allowPrivateNetwork) ?? None,
            Method = settings.Choice("Method", HttpMethod.Post, ("POST", HttpMethod.Post), ("PUT", HttpMethod.Put), ("PATCH", HttpMethod.Patch)),
            Format = settings.Choice(
                "Format",
                settings.HasBatches ? WebhookFormat.Array : WebhookFormat.Event,
                ("event", WebhookFormat.Event),
                ("array", WebhookFormat.Array),
                ("batch", WebhookFormat.Batch)),
            Secrets = [.. secrets],
            Signatures = Signatures(settings, secrets.Count > 0),
            Headers = OwnHeaders.Read(settings, "Content-Type", "X-Signature", "webhook-id", "webhook-timestamp", "webhook-signature"),
            Gzip = settings.Flag("Gzip", false),
            AllowPrivateNetwork = allowPrivateNetwork,
        };
    }

    protected override IDestination Create(WebhookOptions options, DestinationContext context) => new WebhookDestination(options, context);

    private static IReadOnlyList<string> Secrets(DestinationOptionsReader settings)
    {
        var secrets = settings.Texts("Secret");
        if (!secrets.All(StandardSignature.IsKey))
        {
            settings.Fault("Secret", null, "must go on in base64 after whsec_, or not begin with it.");
        }

        return secrets;
    }

    private static WebhookSignatures Signatures(DestinationOptionsReader settings, bool hasSecret)
    {
        var signatures = WebhookSignatures.None;
        foreach (var word in settings.Texts("Signature"))
        {
            signatures |= word.ToUpperInvariant() switch
            {
                "STANDARD" => WebhookSignatures.Standard,
                "SEGMENT" => WebhookSignatures.Segment,
                "SEGMENT-ACTIONS" => WebhookSignatures.SegmentActions,
                _ => Unknown(settings, word),
            };
        }

        if (signatures.HasFlag(WebhookSignatures.Segment | WebhookSignatures.SegmentActions))
        {
            settings.Fault("Signature", null, "can have only one of segment and segment-actions: both are the header X-Signature.");
        }

        if (signatures != WebhookSignatures.None && !hasSecret)
        {
            settings.Fault("Secret", null, "is missing; without one nothing can be signed as Signature asks.");
        }

        return signatures == WebhookSignatures.None && hasSecret ? WebhookSignatures.Standard : signatures;
    }

    private static WebhookSignatures Unknown(DestinationOptionsReader settings, string word)
    {
        settings.Fault("Signature", word, "must be standard, segment or segment-actions, or standard beside one of these.");
        return WebhookSignatures.None;
    }
}
