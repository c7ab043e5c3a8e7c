using Microsoft.AspNetCore.Http;

namespace Gatehouse.Collect;

/// <summary><c>/{prefix}/events/{method}</c>, and <c>/evs/</c> for pages of before the migration.</summary>
internal sealed class EventsEndpoint(EventCollector collector) : IFirstPartyEndpoint
{
    private const string Methods = "POST, OPTIONS";

    public Task? TryHandle(HttpContext context, EdgeContext edge, string tail)
    {
        ReadOnlySpan<char> name = tail.StartsWith("events/", StringComparison.Ordinal) ? tail.AsSpan("events/".Length)
            : tail.StartsWith("evs/", StringComparison.Ordinal) ? tail.AsSpan("evs/".Length)
            : default;
        if (name.IsEmpty && tail is not ("events/" or "evs/"))
        {
            return null;
        }

        if (EventMethod.Parse(name is [.. var inner, '/'] ? inner : name) is not { } method)
        {
            return FirstPartyAnswer.RefuseAsync(context, Refusal.UnknownMethod.Status, Refusal.UnknownMethod.Code, Refusal.UnknownMethod.Message);
        }

        if (HttpMethods.IsOptions(context.Request.Method))
        {
            return CrossOrigin.AnswerPreflight(context, edge, Methods);
        }

        CrossOrigin.Describe(context, edge);
        return HttpMethods.IsPost(context.Request.Method)
            ? CollectAsync(context, edge, method)
            : FirstPartyAnswer.RefuseMethodAsync(context, Methods);
    }

    private async Task CollectAsync(HttpContext context, EdgeContext edge, EventMethod method) =>
        await EventAnswer.WriteAsync(context, await collector.CollectAsync(context, edge, new() { Method = method, Visitor = edge.Visitor }));
}
