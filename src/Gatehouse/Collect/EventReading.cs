using Gatehouse.Events;

namespace Gatehouse.Collect;

/// <summary>Makes events of a call's JSON: parsed, checked, with ids, each with bytes of its own.</summary>
internal static class EventReading
{
    /// <summary>Reads them.</summary>
    /// <param name="json">The body. It may be changed in place.</param>
    /// <param name="call">How it came.</param>
    /// <param name="receivedAt">When the body had come whole.</param>
    /// <param name="ids">Learns from the events that pass.</param>
    public static (List<ReceivedEvent> Events, ParsedBody Parsed) Read(Span<byte> json, EventCall call, DateTimeOffset receivedAt, ref EventIds ids)
    {
        json = json.StartsWith("\uFEFF"u8) ? json[3..] : json;
        var parsed = EventParser.Parse(json, call.Method);
        if (call.BodyKey is { } key && parsed.Refusal?.IsUnreadable != true && !parsed.ShowsKey(json, key))
        {
            parsed.Refusal = Refusal.BadKey;
        }

        List<ReceivedEvent> events = new(parsed.Refusal is null ? parsed.Events.Count : 0);
        using var merger = parsed.HasShared ? new BatchMerger() : null;
        var bytes = 0;
        foreach (var (index, entry) in parsed.Refusal is null ? parsed.Events : [])
        {
            var (anonymousId, userId) = ids.Complete(entry);
            var own = merger is null ? json[entry.Json].ToArray() : merger.Merge(json, entry.Json, parsed).ToArray();
            bytes += own.Length;
            var refusal = anonymousId is null && userId is null ? Refusal.IdMissing
                : own.Length > EventLimits.EventBytes ? Refusal.EventTooLarge
                : null;
            if (bytes > EventLimits.MergedBatchBytes)
            {
                parsed.Refusal = Refusal.BatchTooLarge;
                break;
            }

            if (refusal is not null)
            {
                parsed.Refused.Add((index, refusal));
                continue;
            }

            ids.Learn(entry);
            events.Add(new()
            {
                Type = entry.Type,
                MessageId = entry.MessageId ?? Guid.CreateVersion7(receivedAt).ToString("D"),
                AnonymousId = anonymousId,
                UserId = userId,
                Json = own,
            });
        }

        parsed.Refused.Sort(static (one, other) => one.Index - other.Index);
        if (call.Method.Kind == EventMethodKind.Event && parsed.Refused is [var (_, only)])
        {
            parsed.Refusal = only;
        }

        return (events, parsed);
    }
}
