using System.Buffers;
using Gatehouse.Diagnostics;
using Gatehouse.Events;
using Gatehouse.Visitors;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Collect;

/// <summary>The road of an event, up to the sink: limits, parsing and checks, ids, edge facts.</summary>
internal sealed class EventCollector(IEventSink sink, VisitorCookies cookies, EdgeMetrics metrics, TimeProvider time)
{
    public async Task CollectAsync(HttpContext context, EdgeContext edge, EventMethod method)
    {
        var isOne = method.Kind == EventMethodKind.Event;
        EventBody body;
        try
        {
            body = await EventBody.ReadAsync(context.Request, isOne ? EventLimits.EventBytes : EventLimits.BatchBytes, isOne ? Refusal.EventTooLarge : Refusal.BatchTooLarge);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // Nobody is left to answer.
            metrics.Events(edge.Site.Name, "aborted", 1);
            context.Abort();
            return;
        }

        using (body)
        {
            await (body.Refusal is { } refusal ? RefuseAsync(context, edge, refusal)
                : method.Kind == EventMethodKind.Metrics ? DropAsync(context, edge)
                : TakeAsync(context, edge, method, body));
        }
    }

    private static EdgeFacts FactsOf(HttpContext context, EdgeContext edge, DateTimeOffset receivedAt) => new()
    {
        ReceivedAt = receivedAt,
        ClientAddress = ClientAddresses.Cut(edge.ClientAddress, edge.Site.Settings.ClientAddress),
        UserAgent = UserAgents.Read(context.Request.Headers.UserAgent.ToString()),
    };

    private static ReadOnlyMemory<byte> JsonOf(ReadOnlySpan<byte> json, Range entry, ParsedBody parsed, ref ArrayBufferWriter<byte>? merging)
    {
        if (!parsed.HasShared)
        {
            return json[entry].ToArray();
        }

        BatchMerger.Merge(json, entry, parsed, merging ??= new(EventLimits.EventBytes));
        return merging.WrittenSpan.ToArray();
    }

    private async Task TakeAsync(HttpContext context, EdgeContext edge, EventMethod method, EventBody body)
    {
        var receivedAt = time.GetUtcNow();
        var ids = new EventIds(edge.Visitor);
        var (events, parsed) = Read(body.Bytes, method, receivedAt, ref ids);
        if (parsed.Refusal is { } refusal)
        {
            await RefuseAsync(context, edge, refusal);
            return;
        }

        foreach (var (_, refused) in parsed.Refused)
        {
            metrics.Events(edge.Site.Name, refused.Code, 1);
        }

        if (events.Count == 0)
        {
            await EventAnswer.RefuseAllAsync(context, parsed.Refused);
            return;
        }

        // The browser may leave the page meanwhile; its event is here and goes on.
        var answer = await sink.AppendAsync(new(edge.Site.Name, events, FactsOf(context, edge, receivedAt)), CancellationToken.None);
        metrics.Events(edge.Site.Name, answer.IsTaken ? "accepted" : answer.Status switch { 429 => "overload", 503 => "unavailable", _ => "refused_by_sink" }, events.Count);
        if (!answer.IsTaken)
        {
            await EventAnswer.NotTakenAsync(context, answer);
            return;
        }

        // A form on a foreign page could post an event and so plant an identity.
        if (RequestSources.Judge(context, edge) != RequestSource.Foreign)
        {
            cookies.Promote(context, edge, ids.ToldAnonymousId, ids.ToldUserId);
        }

        await EventAnswer.TakenAsync(context, parsed.Refused);
    }

    private static (List<ReceivedEvent> Events, ParsedBody Parsed) Read(Span<byte> json, EventMethod method, DateTimeOffset receivedAt, ref EventIds ids)
    {
        json = json.StartsWith("\uFEFF"u8) ? json[3..] : json;
        var parsed = EventParser.Parse(json, method);
        List<ReceivedEvent> events = new(parsed.Events.Count);
        ArrayBufferWriter<byte>? merging = null;
        var bytes = 0;
        foreach (var (index, entry) in parsed.Refusal is null ? parsed.Events : [])
        {
            var (anonymousId, userId) = ids.Complete(entry);
            var own = JsonOf(json, entry.Json, parsed, ref merging);
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
        if (method.Kind == EventMethodKind.Event && parsed.Refused is [var (_, only)])
        {
            parsed.Refusal = only;
        }

        return (events, parsed);
    }

    private Task DropAsync(HttpContext context, EdgeContext edge)
    {
        metrics.Events(edge.Site.Name, "library_metrics", 1);
        return FirstPartyAnswer.SucceedAsync(context);
    }

    private Task RefuseAsync(HttpContext context, EdgeContext edge, Refusal refusal)
    {
        metrics.Events(edge.Site.Name, refusal.Code, 1);
        return FirstPartyAnswer.RefuseAsync(context, refusal.Status, refusal.Code, refusal.Message);
    }
}
