using System.Text.Json;
using Gatehouse.Delivery;

namespace Gatehouse.Kafka.Tests;

public sealed class CloudEventTests
{
    [Theory]
    [InlineData("a\"b\\c\n\u0001")]
    [InlineData("Grüße 日本語 😀")]
    [InlineData("half # of a pair")]
    public void Whatever_an_id_is_the_record_is_JSON(string text)
    {
        // An attribute cannot hold it.
        var id = text.Replace('#', '\ud83d');
        var one = new DeliveryEvent
        {
            Position = 1,
            Site = "Größe \ude00/1",
            Type = "page",
            MessageId = id,
            Timestamp = DateTimeOffset.UnixEpoch,
            ReceivedAt = DateTimeOffset.UnixEpoch,
            Json = "{\"a\":1e400}"u8.ToArray(),
        };

        using var written = JsonDocument.Parse(CloudEvent.Of(one));

        Assert.Equal(text.Replace('#', '\ufffd'), written.RootElement.GetProperty("id").GetString());
        Assert.StartsWith("/Gr%C3%B6%C3%9Fe%20", written.RootElement.GetProperty("source").GetString(), StringComparison.Ordinal);
        Assert.Equal("{\"a\":1e400}", written.RootElement.GetProperty("data").GetRawText());
    }
}
