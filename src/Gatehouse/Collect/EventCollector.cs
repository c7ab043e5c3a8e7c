using Gatehouse.Diagnostics;
using Gatehouse.Events;
using Gatehouse.Visitors;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Collect;

/// <summary>The road of an event, up to the sink: limits, parsing and checks, ids, edge facts. What is answered is the route's business.</summary>
internal sealed class EventCollector(IEventSink sink, VisitorCookies cookies, CallLimits limits, EdgeMetrics metrics, TimeProvider time)
{
    /// <summary>Takes the events of a request's body.</summary>
    public async Task<EventOutcome> CollectAsync(HttpContext context, EdgeContext edge, EventCall call)
    {
        if (limits.Refuse(edge) is { } wait)
        {
            return TurnAway(edge, wait);
        }

        var isOne = call.Method.Kind == EventMethodKind.Event;
        EventBody body;
        try
        {
            body = await EventBody.ReadAsync(context.Request, isOne ? EventLimits.EventBytes : EventLimits.BatchBytes, isOne ? Refusal.EventTooLarge : Refusal.BatchTooLarge);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            Count(edge, "aborted");
            context.Abort();
            return new() { IsAborted = true };
        }

        using (body)
        {
            return body.Refusal is { } refusal ? Refuse(edge, refusal)
                : call.Method.Kind == EventMethodKind.Metrics ? Drop(edge)
                : await AppendAsync(context, edge, call, body.Memory);
        }
    }

    /// <summary>Takes events that did not come as a body.</summary>
    /// <param name="context">The request.</param>
    /// <param name="edge">What the edge knows of it.</param>
    /// <param name="call">How it came.</param>
    /// <param name="json">The event or the batch. It may be changed in place.</param>
    public async Task<EventOutcome> TakeAsync(HttpContext context, EdgeContext edge, EventCall call, Memory<byte> json) =>
        limits.Refuse(edge) is { } wait ? TurnAway(edge, wait) : await AppendAsync(context, edge, call, json);

    /// <summary>Counts a refusal.</summary>
    /// <param name="edge">What the edge knows of the request.</param>
    /// <param name="refusal">Why nothing of it is taken.</param>
    /// <param name="events">How many events it brought; 1 when nobody knows.</param>
    public EventOutcome Refuse(EdgeContext edge, Refusal refusal, int events = 1)
    {
        Count(edge, refusal.Code, events);
        return new() { Refusal = refusal };
    }

    private async Task<EventOutcome> AppendAsync(HttpContext context, EdgeContext edge, EventCall call, Memory<byte> json)
    {
        var receivedAt = time.GetUtcNow();
        var ids = new EventIds(call.Visitor);
        var (events, parsed) = EventReading.Read(json.Span, call, receivedAt, ref ids);
        if (parsed.Refusal is { } refusal)
        {
            return Refuse(edge, refusal, refusal.IsUnreadable ? 1 : Math.Max(1, parsed.Entries));
        }

        var refused = parsed.Refused.CountBy(static one => one.Refusal.Code).ToArray();
        if (events.Count == 0)
        {
            Array.ForEach(refused, one => Count(edge, one.Key, one.Value));
            return new() { Refused = parsed.Refused };
        }

        Array.ForEach(refused, one => metrics.Events(edge.Site.Name, one.Key, one.Value));

        // The browser may leave the page meanwhile; its event is here and goes on.
        var facts = FactsOf(context, edge, receivedAt, call.IsVisitors || parsed.IsDirect);
        var answer = await sink.AppendAsync(new(edge.Site.Name, events, facts) { Refused = refused }, CancellationToken.None);
        Count(edge.Site.Name, answer, events.Count);
        if (answer.IsTaken)
        {
            metrics.FutureEvents(edge.Site.Name, events.Count(received => EventTime.Of(received.Json.Span, receivedAt).IsFuture));
        }

        if (answer.IsVolatile)
        {
            context.Response.Headers["Gatehouse-Durability"] = "memory";
        }

        // A form on a foreign page could post an event and so plant an identity.
        if (answer.IsTaken && call.FollowsIds && RequestSources.Judge(context, edge) != RequestSource.Foreign)
        {
            cookies.Promote(context, edge, ids.ToldAnonymousId, ids.ToldUserId);
        }

        return new() { Answer = answer, Refused = WithShed(parsed, answer.ShedAt) };
    }

    private static EdgeFacts FactsOf(HttpContext context, EdgeContext edge, DateTimeOffset receivedAt, bool isVisitors) => isVisitors
        ? new()
        {
            ReceivedAt = receivedAt,
            ClientAddress = ClientAddresses.Cut(edge.ClientAddress, edge.Site.Settings.ClientAddress),
            UserAgent = UserAgents.Read(context.Request.Headers.UserAgent.ToString()),
        }
        : new() { ReceivedAt = receivedAt };

    /// <summary>Names what the log gave up as the sender knows it: by its place in the batch.</summary>
    private static List<(int Index, Refusal Refusal)> WithShed(ParsedBody parsed, IReadOnlyList<int>? shed)
    {
        if (shed is not null)
        {
            var taken = parsed.Events.Select(static one => one.Index).Except(parsed.Refused.Select(static one => one.Index)).ToArray();
            parsed.Refused.AddRange(shed.Select(at => (taken[at], Refusal.Shed)));
            parsed.Refused.Sort(static (one, other) => one.Index - other.Index);
        }

        return parsed.Refused;
    }

    /// <summary>Every event once, so that what was received is what was accepted, was there already, or was refused.</summary>
    private void Count(string site, SinkAnswer answer, int events)
    {
        if (!answer.IsTaken)
        {
            metrics.Events(site, answer.Reason ?? (answer.Status == StatusCodes.Status429TooManyRequests ? "overload" : "unavailable"), events);
            return;
        }

        var shed = answer.ShedAt?.Count ?? 0;
        metrics.Events(site, "accepted", events - answer.Duplicates - shed);
        metrics.Events(site, "duplicate", answer.Duplicates);
        metrics.Events(site, RefusalReasons.Shed, shed);
    }

    private EventOutcome TurnAway(EdgeContext edge, TimeSpan wait)
    {
        const string Reason = "rate_limited";
        Count(edge, Reason);
        return new() { Answer = new(StatusCodes.Status429TooManyRequests, wait, Reason) };
    }

    /// <summary>Counts what never comes to the log.</summary>
    private void Count(EdgeContext edge, string reason, int events = 1)
    {
        metrics.Events(edge.Site.Name, reason, events);
        sink.CountRefused(edge.Site.Name, reason, events);
    }

    private EventOutcome Drop(EdgeContext edge)
    {
        metrics.Events(edge.Site.Name, "library_metrics", 1);
        return default;
    }
}
