using Gatehouse.Diagnostics;
using Gatehouse.Visitors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gatehouse.Pages;

/// <summary>Last step of the road before the page is made: what comes back gets the snippet, the visitor's cookies and honest cache headers.</summary>
internal sealed class PageMiddleware(RequestDelegate next, EdgeMetrics metrics, VisitorCookies cookies)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (EdgeContext.Of(context) is not { } edge)
        {
            return next(context);
        }

        var pages = edge.Site.Get(SitePages.Part);
        var ask = PageRequest.AskOf(context.Request);
        var isPage = ask is PageAsk.Navigation or PageAsk.Unsaid;
        if (!isPage && !edge.IsVaried && (ask == PageAsk.Never || !pages.Settings.Enabled))
        {
            return next(context);
        }

        if (edge.IsVaried || (pages.Settings.Enabled && PageRequest.MayBePage(context.Request, ask)))
        {
            PageRequest.ForgetConditions(context.Request.Headers);
        }

        var answer = new PageAnswer(context, edge, pages, ask, metrics, cookies);
        if (isPage)
        {
            return AnswerAsync(context, answer);
        }

        // The body stays as it is; what caches may do with it does not.
        context.Response.OnStarting(static answer => ((PageAnswer)answer).MarkAsync(), answer);
        return next(context);
    }

    private async Task AnswerAsync(HttpContext context, PageAnswer answer)
    {
        var original = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var body = new PageBody(answer, original);
        context.Features.Set<IHttpResponseBodyFeature>(body);
        try
        {
            await next(context);
            await body.FinishAsync();
        }
        finally
        {
            context.Features.Set(original);
            body.Release();
        }
    }
}
