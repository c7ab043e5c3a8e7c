using System.Text.Json;

namespace Gatehouse.Kafka.Tests;

public sealed class CloudEventsConformanceTests : KafkaSuite
{
    private protected override string Settings => """ "Format": "cloudevents", "Compression": "lz4" """;

    private protected override JsonElement EventIn(JsonElement value) => value.GetProperty("data");
}
