using Gatehouse.Delivery;

namespace Gatehouse.Kafka;

/// <summary>The kind <c>kafka</c>: events go to a topic.</summary>
internal sealed class KafkaDestinationType : DestinationType<KafkaOptions>
{
    public override string Name => "kafka";

    // Acknowledged together; a broker takes many small records as it takes one.
    public override int BatchEvents => 1000;

    public override long BatchBytes => 4 << 20;

    protected override KafkaOptions Read(DestinationOptionsReader settings)
    {
        var client = ClientSettingsReader.Read(settings);
        return new(
            TopicName.Read(settings),
            settings.Choice("Format", KafkaFormat.Json, ("json", KafkaFormat.Json), ("cloudevents", KafkaFormat.CloudEvents)),
            client);
    }

    protected override IDestination Create(KafkaOptions options, DestinationContext context) => new KafkaDestination(options, context);
}
