namespace Gatehouse.Kafka;

/// <summary>What the destination has to know.</summary>
/// <param name="Topic">The topic; <c>{site}</c> in it stands for the site's name.</param>
/// <param name="Format">What a record's value is.</param>
/// <param name="Client">What librdkafka is told. It may hold secrets.</param>
internal sealed record KafkaOptions(string Topic, KafkaFormat Format, ClientSettings Client);
