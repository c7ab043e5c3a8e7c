using System.Text;
using Gatehouse.Conformance.Delivery;
using Gatehouse.Delivery.Destinations.Files;
using Gatehouse.Delivery.Destinations.Files.Parquet;

namespace Gatehouse.Tests.Delivery.Destinations.Files;

/// <summary>What another's reader finds in a Parquet file of events.</summary>
public sealed class EventTableTests : IDisposable
{
    private const string Long = """{"type":"track","event":"E","messageId":"long","properties":{"text":"TEXT"}}""";

    private readonly string _path = Path.Combine(Path.GetTempPath(), "gatehouse-" + Guid.NewGuid().ToString("N"));

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("None")]
    [InlineData("Gzip")]
    [InlineData("Zstd")]
    public async Task Columns_hold_what_the_event_says(string compression)
    {
        const string Full = """{"type":"track","event":"Bestellung – 注文 \ud83d\ude00","messageId":"m-1","anonymousId":"a\"1","userId":"ü","timestamp":"2026-03-01T12:00:00.123Z","receivedAt":"2026-03-01T12:00:01.456Z","properties":{"event":"not this"}}""";

        var row = Assert.Single(await RowsAsync(compression, [Full]));

        Assert.Equal(
            new("m-1", "shöp", "track", "Bestellung – 注文 😀", "a\"1", "ü", Time("2026-03-01T12:00:00.123Z"), Time("2026-03-01T12:00:01.456Z"), Full),
            row with { Timestamp = row.Timestamp?.ToUniversalTime(), ReceivedAt = row.ReceivedAt?.ToUniversalTime() });
    }

    [Theory]
    [InlineData("""{"type":"page","name":"Home","event":"x","messageId":"m"}""", "Home")]
    [InlineData("""{"type":"screen","name":"","messageId":"m"}""", "")]
    [InlineData("""{"type":"identify","name":"x","event":"x","messageId":"m"}""", null)]
    [InlineData("""{"type":"track","name":"x","messageId":"m"}""", null)]
    [InlineData("""{"type":"track","event":{"a":1},"messageId":"m"}""", null)]
    [InlineData("""{"type":"track","event":"half of \ud83d","messageId":"m"}""", null)]
    [InlineData("""{"type":"track","event":"first","event":"second","messageId":"m"}""", "first")]
    public async Task A_name_is_what_names_an_event_of_its_type(string json, string? name)
    {
        var row = Assert.Single(await RowsAsync("Zstd", [json]));

        Assert.Equal(new("m", "shöp", row.Type, name, null, null, null, null, json), row);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"messageId":7,"type":null,"timestamp":"yesterday","receivedAt":{},"userId":["u"]}""")]
    [InlineData("not JSON")]
    public async Task What_cannot_be_read_is_null_and_the_event_is_there(string json) =>
        Assert.Equal(new(null, "shöp", null, null, null, null, null, null, json), Assert.Single(await RowsAsync("Gzip", [json])));

    [Theory]
    [InlineData("None")]
    [InlineData("Zstd")]
    public async Task Many_pages_and_row_groups_hold_all_rows_in_their_order(string compression)
    {
        // Users come and go at random: levels of one kind, and mixed ones.
        var draws = new Random(7);
        var events = Enumerable.Range(0, 5000).Select(number => "{\"type\":\"track\",\"event\":\"E\",\"messageId\":\"m" + number + "\"" + (draws.Next(number < 2000 ? 1 : 3) == 0 ? ",\"userId\":\"u" + number + "\"" : string.Empty) + "}").ToList();

        var rows = await RowsAsync(compression, events, new(PageBytes: 1000, GroupBytes: 50_000));

        Assert.Equal(events, rows.Select(static row => row.Event));
        Assert.Equal(Enumerable.Range(0, 5000).Select(static number => "m" + number), rows.Select(static row => row.MessageId));
        Assert.All(rows, row => Assert.Equal(row.Event.Contains("userId", StringComparison.Ordinal) ? "u" + row.MessageId![1..] : null, row.UserId));
    }

    [Fact]
    public async Task An_event_longer_than_a_page_is_whole()
    {
        var json = Long.Replace("TEXT", new string('x', 300_000), StringComparison.Ordinal);

        Assert.Equal([json, json], (await RowsAsync("Gzip", [json, json], new(PageBytes: 1000, GroupBytes: 1000))).Select(static row => row.Event));
    }

    private static DateTime Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture).UtcDateTime;

    private Task<IReadOnlyList<TableRow>> RowsAsync(string compression, IEnumerable<string> events, ParquetLimits? limits = null)
    {
        using (var disk = new FileDisk().Open(_path))
        {
            var file = new ParquetFile(disk, EventTable.Fields, Enum.Parse<FileCompression>(compression), limits ?? new());
            var row = new EventRow();
            foreach (var json in events.Select(Encoding.UTF8.GetBytes))
            {
                row.Read(json);
                EventTable.Write(file, "shöp"u8, json, row);
            }

            file.End();
        }

        return EventTableReader.ReadAsync(_path);
    }
}
