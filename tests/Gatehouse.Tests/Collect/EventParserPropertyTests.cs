using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using Gatehouse.Collect;
using Gatehouse.Delivery;
using Gatehouse.Events;

namespace Gatehouse.Tests.Collect;

/// <summary>Random JSON, judged by <see cref="JsonDocument"/>: what is accepted goes on with the same meaning, but for the edits that are promised.</summary>
public sealed class EventParserPropertyTests
{
    private static readonly EdgeFacts NoFacts = new() { ReceivedAt = DateTimeOffset.UnixEpoch };

    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.String[Gen.OneOf([.. "ab\"\\/\n\té☃{}[]:, "]), 0, 8],
        Gen.OneOf("userId", "anonymousId", "context", "type", "track", "ip", "writeKey", "😀", "\0", "\u2028")).Select(static text => JsonSerializer.Serialize(text));

    private static readonly Gen<string> Scalars = Gen.OneOf(
        Texts,
        Gen.OneOf("null", "true", "false", "0", "-1", "1.50", "1e400", "-2E-7", "12345678901234567890"),
        Gen.Int.Select(static number => number.ToString(CultureInfo.InvariantCulture)));

    private static readonly Gen<string> Keys = Gen.Frequency(
        (6, Gen.OneOf("type", "messageId", "anonymousId", "userId", "event", "groupId", "previousId", "context", "properties", "traits", "integrations", "sentAt", "timestamp", "writeKey", "batch").Select(static key => JsonSerializer.Serialize(key))),
        (1, Gen.Const("\"user\\u0049d\"")),
        (3, Texts));

    private static readonly Gen<string> Values = Gen.Recursive<string>(static (depth, value) => depth > 4
        ? Scalars
        : Gen.Frequency(
            (4, Scalars),
            (1, value.Array[0, 3].Select(static items => "[" + string.Join(" ,", items) + "]")),
            (1, Gen.Select(Keys, value).Array[0, 4].Select(static members => "{" + string.Join(", ", members.Select(static member => member.Item1 + " : " + member.Item2)) + "}"))));

    // Good values more often than not, so that many objects pass.
    private static readonly Gen<string> Members = Gen.Frequency(
        (3, Gen.Select(Keys, Values).Select(static member => member.Item1 + ":" + member.Item2)),
        (3, Gen.OneOf("\"anonymousId\":\"A\"", "\"userId\":\"U\"", "\"event\":\"E\"", "\"type\":\"track\"", "\"groupId\":7", "\"previousId\":\"P\"", "\"messageId\":\"M\"", "\"userId\":null", "\"context\":{\"ip\":\"i\"}")));

    private static readonly Gen<string> Objects = Members.Array[0, 9].Select(static members => "{" + string.Join(",", members) + "}");

    [Fact]
    public void What_is_accepted_goes_on_with_the_same_meaning()
    {
        var accepted = 0;
        Gen.Select(Objects, Gen.OneOf('t', 'p', 'i', 'g', 'a', 's')).Sample(
            (json, method) =>
            {
                var bytes = Encoding.UTF8.GetBytes(json);
                var parsed = EventParser.Parse(bytes, EventMethod.Parse([method])!.Value);
                if (parsed.Refusal is not null)
                {
                    Assert.Empty(parsed.Events);
                    return;
                }

                var entry = Assert.Single(parsed.Events).Event;
                using var form = new EventForm(isReplay: false);
                var received = new ReceivedEvent { Type = entry.Type, MessageId = entry.MessageId ?? "made", AnonymousId = entry.AnonymousId, UserId = entry.UserId, Json = bytes.AsMemory()[entry.Json] };
                AssertSame(json, form.Write(new(1, "shop", received, NoFacts)).Json, received);
                Interlocked.Increment(ref accepted);
            },
            iter: 5_000);

        Assert.InRange(accepted, 500, 4_500);
    }

    [Fact]
    public void A_batch_accepts_what_its_entries_would_be_accepted_for_alone() =>
        Objects.Array[1, 5].Sample(
            static entries =>
            {
                var batch = EventParser.Parse(Encoding.UTF8.GetBytes("{\"batch\":[" + string.Join(" , ", entries) + "]}"), EventMethod.Parse("b")!.Value);

                Assert.Null(batch.Refusal);
                Assert.Equal(entries.Length, batch.Events.Count + batch.Refused.Count);
                foreach (var (index, entry) in batch.Events)
                {
                    var alone = EventParser.Parse(Encoding.UTF8.GetBytes(entries[index]), new(EventMethodKind.Event, entry.Type));
                    Assert.Equal(entry with { Json = default }, Assert.Single(alone.Events).Event with { Json = default });
                }

                foreach (var (index, refusal) in batch.Refused.Where(static refused => refused.Refusal != Refusal.BadType))
                {
                    using var document = JsonDocument.Parse(entries[index]);
                    var type = EventTypes.Parse(document.RootElement.TryGetProperty("type", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null);
                    Assert.Same(refusal, EventParser.Parse(Encoding.UTF8.GetBytes(entries[index]), new(EventMethodKind.Event, type ?? EventType.Page)).Refusal);
                }
            },
            iter: 2_000);

    private static void AssertSame(string sent, ReadOnlyMemory<byte> forwarded, ReceivedEvent received)
    {
        using var before = JsonDocument.Parse(sent);
        using var after = JsonDocument.Parse(forwarded);
        string[] edited = ["type", "messageId", "anonymousId", "userId", "groupId", "previousId", "writeKey", "timestamp", "originalTimestamp", "receivedAt", "sentAt"];
        Assert.Equal(Others(before), Others(after));
        Assert.Equal(EventTypes.NameOf(received.Type), after.RootElement.GetProperty("type").GetString());
        Assert.Equal(received.MessageId, after.RootElement.GetProperty("messageId").GetString());
        Assert.Equal(TextOf(before, "anonymousId"), TextOf(after, "anonymousId"));
        Assert.Equal(TextOf(before, "userId"), TextOf(after, "userId"));
        Assert.Equal(TextOf(before, "groupId"), TextOf(after, "groupId"));
        Assert.Equal(TextOf(before, "previousId"), TextOf(after, "previousId"));
        Assert.False(after.RootElement.TryGetProperty("writeKey", out _));

        // A null context says nothing and is not written.
        IEnumerable<string> Others(JsonDocument document) => document.RootElement.EnumerateObject()
            .Where(member => !edited.Contains(member.Name) && !(member.Name == "context" && member.Value.ValueKind == JsonValueKind.Null))
            .Select(static member => member.Name + "=" + JsonSerializer.Serialize(member.Value));

        static string? TextOf(JsonDocument document, string name) => !document.RootElement.TryGetProperty(name, out var value) ? null
            : value.ValueKind switch
            {
                JsonValueKind.String when value.GetString() is { Length: > 0 } text => text,
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            };
    }
}
