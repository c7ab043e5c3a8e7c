using Confluent.Kafka;

namespace Gatehouse.Kafka;

/// <summary>What became of one record.</summary>
/// <param name="Error">What the broker or librdkafka says.</param>
/// <param name="WasSent">Whether it may have been sent, together with others. False: librdkafka did not take it.</param>
internal sealed record Report(Error Error, bool WasSent);
