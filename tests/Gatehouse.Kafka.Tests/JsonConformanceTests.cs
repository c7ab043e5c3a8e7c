namespace Gatehouse.Kafka.Tests;

public sealed class JsonConformanceTests : KafkaSuite
{
    private protected override string Settings => """ "Format": "json" """;
}
