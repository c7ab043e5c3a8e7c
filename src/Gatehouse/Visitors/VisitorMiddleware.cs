using Microsoft.AspNetCore.Http;

namespace Gatehouse.Visitors;

/// <summary>Second step of the road: who is asking, as the cookies tell? Writes nothing; what is answered decides about that.</summary>
internal sealed class VisitorMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (EdgeContext.Of(context) is { } edge)
        {
            edge.Visitor = VisitorReader.Read(context.Request.Headers.Cookie);
        }

        return next(context);
    }
}
