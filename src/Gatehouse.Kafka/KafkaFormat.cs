namespace Gatehouse.Kafka;

/// <summary>What a record's value is.</summary>
internal enum KafkaFormat
{
    /// <summary>The event.</summary>
    Json,

    /// <summary>A CloudEvent 1.0 in structured mode, with the event as its data.</summary>
    CloudEvents,
}
