using Gatehouse.Visitors;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Collect.Collectors;

/// <summary>
/// Takes the calls of server libraries and of other makers' clients. Only the calls that those make are taken; whatever else comes
/// on their paths is the website's.
/// </summary>
internal sealed class CollectorMiddleware(RequestDelegate next, EventCollector collector)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (EdgeContext.Of(context) is not { } edge
            || edge.Site.Get(SiteCollectors.Part).Find(context.Request.Path.Value, context.Request.Headers) is not var (dialect, route))
        {
            return next(context);
        }

        var method = context.Request.Method;
        if (IsPreflight(context.Request))
        {
            return CrossOrigin.AnswerPreflight(context, edge, route.Kind == CollectorRouteKind.Post ? "POST, OPTIONS" : "GET, OPTIONS", dialect.Headers);
        }

        var isRead = HttpMethods.IsGet(method) || HttpMethods.IsHead(method);
        return route.Kind switch
        {
            CollectorRouteKind.Post when HttpMethods.IsPost(method) => TakeAsync(context, edge, dialect, route),
            CollectorRouteKind.Pixel when isRead => ShowPixelAsync(context, edge, dialect, route),
            CollectorRouteKind.SourceConfig when isRead && context.Request.Query.ContainsKey("writeKey") => ConfigureAsync(context, edge, dialect),
            _ => next(context),
        };
    }

    private static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) && request.Headers.Origin.Count > 0 && request.Headers.AccessControlRequestMethod.Count > 0;

    private async Task TakeAsync(HttpContext context, EdgeContext edge, Dialect dialect, CollectorRoute route)
    {
        CrossOrigin.Describe(context, edge);
        var key = edge.Site.Get(WriteKey.Part);
        var isShown = ShownKey.Judge(context.Request, dialect.Keys, key);
        EventOutcome outcome;
        if (isShown == false || (isShown is null && !dialect.Keys.HasFlag(KeyPlaces.Body)))
        {
            outcome = collector.Refuse(edge, Refusal.BadKey);
        }
        else if (route.Method is { } method)
        {
            var isVisitors = !route.IsServers && Callers.IsBrowser(context.Request);
            outcome = await collector.CollectAsync(context, edge, new()
            {
                Method = method,
                Visitor = Callers.VisitorOf(context.Request, edge, dialect, isVisitors),
                IsVisitors = isVisitors,
                FollowsIds = isVisitors,
                BodyKey = isShown is null ? key : null,
            });
        }
        else
        {
            outcome = collector.Refuse(edge, Refusal.UnknownMethod);
        }

        if (outcome.Refusal == Refusal.BadKey)
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"events\"";
        }

        await EventAnswer.WriteAsync(context, outcome, context => FirstPartyAnswer.WriteAsync(context, StatusCodes.Status200OK, dialect.Success, dialect.SuccessType));
    }

    /// <summary>An image is answered whatever becomes of the event: a page or a mail shows it.</summary>
    private async Task ShowPixelAsync(HttpContext context, EdgeContext edge, Dialect dialect, CollectorRoute route)
    {
        if (HttpMethods.IsGet(context.Request.Method))
        {
            var key = edge.Site.Get(WriteKey.Part);
            var isShown = ShownKey.Judge(context.Request, dialect.Keys | KeyPlaces.Query, key);
            var data = PixelEvent.Read(context.Request.Query);
            _ = isShown == false ? collector.Refuse(edge, Refusal.BadKey)
                : data is null ? collector.Refuse(edge, Refusal.BadJson)
                : await collector.TakeAsync(context, edge, new()
                {
                    Method = route.Method!.Value,
                    Visitor = Visitor.Unknown,
                    FollowsIds = false,
                    BodyKey = isShown is null ? key : null,
                }, data);
        }

        await PixelEvent.AnswerAsync(context);
    }

    private Task ConfigureAsync(HttpContext context, EdgeContext edge, Dialect dialect)
    {
        CrossOrigin.Describe(context, edge);
        return ShownKey.Judge(context.Request, dialect.Keys, edge.Site.Get(WriteKey.Part)) == true
            ? FirstPartyAnswer.WriteAsync(context, StatusCodes.Status200OK, SourceConfig.Of(edge.Site.Name))
            : EventAnswer.WriteAsync(context, collector.Refuse(edge, Refusal.BadKey));
    }
}
