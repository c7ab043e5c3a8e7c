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
            metrics.Events(edge.Site.Name, "aborted", 1);
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
    public EventOutcome Refuse(EdgeContext edge, Refusal refusal)
    {
        metrics.Events(edge.Site.Name, refusal.Code, 1);
        return new() { Refusal = refusal };
    }

    private async Task<EventOutcome> AppendAsync(HttpContext context, EdgeContext edge, EventCall call, Memory<byte> json)
    {
        var receivedAt = time.GetUtcNow();
        var ids = new EventIds(call.Visitor);
        var (events, parsed) = EventReading.Read(json.Span, call, receivedAt, ref ids);
        if (parsed.Refusal is { } refusal)
        {
            return Refuse(edge, refusal);
        }

        foreach (var (_, refused) in parsed.Refused)
        {
            metrics.Events(edge.Site.Name, refused.Code, 1);
        }

        if (events.Count == 0)
        {
            return new() { Refused = parsed.Refused };
        }

        // The browser may leave the page meanwhile; its event is here and goes on.
        var facts = FactsOf(context, edge, receivedAt, call.IsVisitors || parsed.IsDirect);
        var answer = await sink.AppendAsync(new(edge.Site.Name, events, facts), CancellationToken.None);
        Count(edge.Site.Name, answer, events.Count);
        if (answer.IsVolatile)
        {
            context.Response.Headers["Gatehouse-Durability"] = "memory";
        }

        // A form on a foreign page could post an event and so plant an identity.
        if (answer.IsTaken && call.FollowsIds && RequestSources.Judge(context, edge) != RequestSource.Foreign)
        {
            cookies.Promote(context, edge, ids.ToldAnonymousId, ids.ToldUserId);
        }

        return new() { Answer = answer, Refused = parsed.Refused };
    }

    private static EdgeFacts FactsOf(HttpContext context, EdgeContext edge, DateTimeOffset receivedAt, bool isVisitors) => isVisitors
        ? new()
        {
            ReceivedAt = receivedAt,
            ClientAddress = ClientAddresses.Cut(edge.ClientAddress, edge.Site.Settings.ClientAddress),
            UserAgent = UserAgents.Read(context.Request.Headers.UserAgent.ToString()),
        }
        : new() { ReceivedAt = receivedAt };

    /// <summary>Every event once, so that what was received is what was accepted, was there already, or was refused.</summary>
    private void Count(string site, SinkAnswer answer, int events)
    {
        if (!answer.IsTaken)
        {
            metrics.Events(site, answer.Reason ?? (answer.Status == StatusCodes.Status429TooManyRequests ? "overload" : "unavailable"), events);
            return;
        }

        metrics.Events(site, "accepted", events - answer.Duplicates - answer.Shed);
        metrics.Events(site, "duplicate", answer.Duplicates);
        metrics.Events(site, "shed", answer.Shed);
    }

    private EventOutcome TurnAway(EdgeContext edge, TimeSpan wait)
    {
        const string Reason = "rate_limited";
        metrics.Events(edge.Site.Name, Reason, 1);
        return new() { Answer = new(StatusCodes.Status429TooManyRequests, wait, Reason) };
    }

    private EventOutcome Drop(EdgeContext edge)
    {
        metrics.Events(edge.Site.Name, "library_metrics", 1);
        return default;
    }
}
