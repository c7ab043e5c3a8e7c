using System.Net;
using Gatehouse.Events;
using Gatehouse.Storage.Log;

namespace Gatehouse.Tests.Storage.Log;

public sealed class RecordCodecTests
{
    private static readonly string Golden = Path.Combine(AppContext.BaseDirectory, "Storage", "Log", "golden");

    private static readonly ReceivedEvent Event = new()
    {
        Type = EventType.Identify,
        MessageId = "ajs-next-1796000000000-0b1f3c52-6a6e-4a0f-9c49-3f3c2c9a7d11",
        AnonymousId = null,
        UserId = "Zoë 😀",
        Json = """{"type":"identify","userId":"Zoë 😀","traits":{"plan":"gold"}}"""u8.ToArray(),
    };

    private static readonly EdgeFacts Facts = new()
    {
        ReceivedAt = new DateTimeOffset(2026, 11, 25, 3, 14, 15, TimeSpan.Zero).AddTicks(9_265_358),
        ClientAddress = IPAddress.Parse("203.0.113.0"),
        UserAgent = "Mozilla/5.0 (X11; Linux x86_64)",
    };

    [Fact]
    public void A_record_of_format_1_is_read_by_every_version()
    {
        var record = RecordCodec.Read(42, File.ReadAllBytes(Path.Combine(Golden, "record-1.bin"))) as LogRecord;

        Assert.NotNull(record);
        Assert.Equal((42, "shop"), (record.Position, record.Site));
        Assert.Equal(Facts, record.Facts);
        Assert.Equal(Event with { Json = default }, record.Event with { Json = default });
        Assert.Equal(Event.Json.ToArray(), record.Event.Json.ToArray());
    }

    [Fact]
    public void A_record_is_written_as_the_format_says() =>
        Assert.Equal(File.ReadAllBytes(Path.Combine(Golden, "record-1.bin")), Write());

    [Fact]
    public void A_tally_of_format_1_is_read_by_every_version()
    {
        var tally = RecordCodec.Read(43, File.ReadAllBytes(Path.Combine(Golden, "tally-1.bin"))) as LogTally;

        Assert.NotNull(tally);
        Assert.Equal(new(43, "shop", Facts.ReceivedAt, 8, 2, 2, 1, tally.Refused), tally);
        Assert.Equal([new("bad_id", 1), new("bad_json", 2)], tally.Refused);
    }

    [Fact]
    public void A_tally_is_written_as_the_format_says()
    {
        var tally = new Tally();
        tally.Add(new("shop", [Event, Event, Event, Event, Event], Facts) { Refused = [new("bad_json", 2), new("bad_id", 1)] }, new(AppendStatus.Stored, 2, 2, [4]));

        Assert.Equal(File.ReadAllBytes(Path.Combine(Golden, "tally-1.bin")), RecordCodec.Write("shop", tally, Facts.ReceivedAt, LogDurability.Fsync));
    }

    [Fact]
    public void A_record_with_any_bit_flipped_or_any_byte_missing_is_damaged()
    {
        var record = Write();
        for (var bit = 0; bit < record.Length * 8; bit++)
        {
            record[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(RecordCodec.Read(1, record));
            record[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        for (var length = 0; length < record.Length; length++)
        {
            Assert.Null(RecordCodec.Read(1, record.AsSpan(0, length)));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Ids_of_every_format_are_read_by_every_version(int format)
    {
        using var folder = new LogFolder();
        File.Copy(Path.Combine(Golden, $"ids-{format}.bin"), IdsFile.PathOf(folder.Path, 7));
        using var file = IdsFile.Open(folder.Path, 7);

        Assert.NotNull(file);
        Assert.Equal((1000, new DateTime(2026, 11, 25, 3, 14, 15, DateTimeKind.Utc).Ticks), (file.Count, file.NewestTicks));
        Assert.All(Enumerable.Range(0, 1000), number => Assert.True(file.Contains(Fingerprint.Of("shop", $"m{number}"))));
        Assert.All(Enumerable.Range(1000, 20_000), number => Assert.False(file.Contains(Fingerprint.Of("shop", $"m{number}"))));
        Assert.Equal((format == 1, true), (file.IsChecked, file.Check()));
        Assert.All(Enumerable.Range(0, 999), number => Assert.Equal(format == 1 ? null : 7 + number, file.PositionOf(Fingerprint.Of("shop", $"m{number}"))));
        Assert.Null(file.PositionOf(Fingerprint.Of("shop", "m999")));
        Assert.Null(file.PositionOf(Fingerprint.Of("shop", "m1000")));
    }

    [Fact]
    public void Ids_are_written_as_the_format_says()
    {
        using var folder = new LogFolder();
        var numbers = Enumerable.Range(0, 1000).ToDictionary(static number => Fingerprint.Of("shop", $"m{number}"), static number => number == 999 ? uint.MaxValue : (uint)number);
        var ids = numbers.Keys.Order().ToArray();
        var segment = new Segment(folder.Path, 7) { End = 1007, NewestTicks = new DateTime(2026, 11, 25, 3, 14, 15, DateTimeKind.Utc).Ticks };

        using var file = IdsFile.Write(folder.Path, segment, new(ids, [.. ids.Select(id => numbers[id])]));

        Assert.Equal(File.ReadAllBytes(Path.Combine(Golden, "ids-2.bin")), File.ReadAllBytes(file.Path));
    }

    [Fact]
    public void Ids_with_any_byte_of_head_or_filter_changed_are_not_opened_and_with_any_other_they_do_not_pass_the_check()
    {
        using var folder = new LogFolder();
        var bytes = File.ReadAllBytes(Path.Combine(Golden, "ids-2.bin"));
        var body = bytes.Length - (1000 * 20);
        foreach (var at in Enumerable.Range(0, body).Concat([body, body + 1, body + 16_000, bytes.Length - 1]))
        {
            bytes[at] ^= 0x10;
            File.WriteAllBytes(IdsFile.PathOf(folder.Path, 7), bytes);
            using var file = IdsFile.Open(folder.Path, 7);
            Assert.Equal(at >= body, file is not null);
            Assert.NotEqual(true, file?.Check());
            bytes[at] ^= 0x10;
        }

        File.WriteAllBytes(IdsFile.PathOf(folder.Path, 7), bytes[..^1]);
        Assert.Null(IdsFile.Open(folder.Path, 7));
    }

    [Fact]
    public void A_fingerprint_is_what_the_format_says() =>
        Assert.Equal("18104DEBB4B1BD3F", Fingerprint.Of("shop", "m1").ToString("X32")[..16]);

    private static byte[] Write()
    {
        var to = new byte[RecordCodec.MostBytes("shop", Event, Facts)];
        return to[..RecordCodec.Write(to, "shop", Event, Facts, LogDurability.Fsync)];
    }
}
