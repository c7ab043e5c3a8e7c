using System.Buffers;
using System.Text;
using System.Text.Json;
using Gatehouse.Collect;
using Gatehouse.Delivery;
using Gatehouse.Events;
using Gatehouse.Visitors;

namespace Gatehouse.Fuzz;

/// <summary>One body on its way through parser, merger and forwarding. The first byte chooses the route.</summary>
internal static class EventCase
{
    private const string Methods = "tpigasbb";
    private static readonly DateTimeOffset ReceivedAt = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly EdgeFacts Facts = new() { ReceivedAt = ReceivedAt, UserAgent = "fuzz" };

    public static List<ReceivedEvent> Read(ReadOnlySpan<byte> data)
    {
        var choice = data.IsEmpty ? 0 : data[0];
        var call = new EventCall
        {
            Method = EventMethod.Parse(Methods.AsSpan(choice & 7, 1))!.Value,
            Visitor = (choice & 8) == 0 ? Visitor.Unknown : new() { AnonymousId = "cookie-a", UserId = "cookie-u" },
        };
        var ids = new EventIds(call.Visitor);
        var (events, parsed) = EventReading.Read(data.IsEmpty ? [] : data[1..].ToArray(), call, ReceivedAt, ref ids);
        HeadCase.Require(parsed.Refusal is null || call.Method.Kind == EventMethodKind.Batch || parsed.Refused.Count + events.Count <= 1, "an event counts twice");
        HeadCase.Require(ids.ToldUserId is not "" && ids.ToldAnonymousId is not "", "an empty id is told");
        return parsed.Refusal is null ? events : [];
    }

    public static void Check(ReceivedEvent received)
    {
        HeadCase.Require(received.Json.Length <= EventLimits.EventBytes && received.MessageId.Length is > 0 and <= EventLimits.MessageIdLength, "a limit does not hold");
        HeadCase.Require(received.AnonymousId is null || VisitorId.IsUsable(received.AnonymousId), "the anonymous id is unusable");
        HeadCase.Require(received.UserId is null || VisitorId.IsUsable(received.UserId), "the user id is unusable");
        _ = EventTime.Of(received.Json.Span, ReceivedAt);
        using var kept = Parse(received.Json);
        using var form = new EventForm(isReplay: true);
        using var sent = Parse(form.Write(new(1, "shop", received, Facts)).Json);
        HeadCase.Require(sent.RootElement.GetProperty("messageId").GetString() == received.MessageId, "another message id goes out");
        HeadCase.Require(!sent.RootElement.TryGetProperty("writeKey", out _), "the key goes out");
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        HeadCase.Require(Encoding.UTF8.GetString(json.Span) is { } text && Encoding.UTF8.GetByteCount(text) == json.Length, "not UTF-8");
        return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = EventLimits.Depth + 1 });
    }
}
