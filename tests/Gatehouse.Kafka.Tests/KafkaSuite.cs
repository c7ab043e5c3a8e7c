using System.Text.Json;
using Confluent.Kafka;
using Gatehouse.Conformance.Delivery;
using Gatehouse.Delivery;

namespace Gatehouse.Kafka.Tests;

/// <summary>The suite for topics.</summary>
public abstract class KafkaSuite : DestinationSuite
{
    private readonly MockCluster _cluster = new();

    /// <summary>More of the destination's section of the configuration.</summary>
    private protected abstract string Settings { get; }

    /// <summary>The event in a record's value.</summary>
    private protected virtual JsonElement EventIn(JsonElement value) => value;

    protected override ValueTask StopReceiverAsync()
    {
        _cluster.Dispose();
        return default;
    }

    protected override ValueTask<IDestination> OpenAsync() => new(TestDestinations.Create($""" "BootstrapServers": "{_cluster.Servers}", "Topic": "events", "Timeout": "50s", {Settings} """));

    protected override ValueTask<IReadOnlyList<ArrivedEvent>> ArrivedAsync() => new([.. _cluster.Records("events").Select(record =>
    {
        using var document = JsonDocument.Parse(record.Message.Value);
        var json = EventIn(document.RootElement);
        return new ArrivedEvent(json.GetProperty("messageId").GetString()!, json.GetRawText());
    })]);

    protected override ValueTask<bool> FailNextAsync()
    {
        _cluster.Refuse(ErrorCode.TopicAuthorizationFailed);
        return new(true);
    }

    protected override ValueTask<Task?> HoldAsync()
    {
        _cluster.SetUp(false);
        return new(Task.CompletedTask);
    }

    protected override ValueTask ReleaseAsync()
    {
        _cluster.SetUp(true);
        return default;
    }

    protected override void AssertSame(string sent, string arrived) => Assert.Equal(sent, arrived);
}
