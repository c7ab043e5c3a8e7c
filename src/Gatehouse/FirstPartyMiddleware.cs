using Microsoft.AspNetCore.Http;

namespace Gatehouse;

/// <summary>Third step of the road: hands a request below the site's route prefix to the endpoint that it belongs to.</summary>
internal sealed class FirstPartyMiddleware(RequestDelegate next, IEnumerable<IFirstPartyEndpoint> endpoints)
{
    private readonly IFirstPartyEndpoint[] _endpoints = [.. endpoints];

    public Task InvokeAsync(HttpContext context)
    {
        if (EdgeContext.Of(context) is { } edge && TryGetTail(context.Request.Path.Value, edge.Site.Settings.RoutePrefix, out var tail))
        {
            foreach (var endpoint in _endpoints)
            {
                if (endpoint.TryHandle(context, edge, tail) is { } handled)
                {
                    return handled;
                }
            }
        }

        return next(context);
    }

    private static bool TryGetTail(string? path, string prefix, out string tail)
    {
        if (path is not null
            && path.Length > prefix.Length + 1
            && path[0] == '/'
            && path[prefix.Length + 1] == '/'
            && path.AsSpan(1, prefix.Length).SequenceEqual(prefix))
        {
            tail = path[(prefix.Length + 2)..];
            return true;
        }

        tail = string.Empty;
        return false;
    }
}
