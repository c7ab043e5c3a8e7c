using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Origin;

/// <summary>What a visitor sees when there is no answer to forward: a small page, or JSON for a script that asks for it.</summary>
internal static class FailurePage
{
    /// <summary>Writes it; nothing of the request is repeated in it.</summary>
    public static Task WriteAsync(HttpContext context, int status)
    {
        var (title, code, text) = status switch
        {
            StatusCodes.Status504GatewayTimeout => ("The website is slow to answer", "origin_timeout", "It did not answer in time. Please try again in a moment."),
            StatusCodes.Status404NotFound => ("There is no such page", "not_found", "Nothing is served at this address."),
            _ => ("The website cannot be reached", "origin_unreachable", "It does not answer just now. Please try again in a moment."),
        };
        var response = context.Response;
        response.Clear();
        response.StatusCode = status;
        response.Headers.CacheControl = "no-store";
        response.Headers.Vary = "Accept";
        if (WantsJson(context.Request))
        {
            response.ContentType = "application/json";
            return response.WriteAsync($$$"""{"error":{"code":"{{{code}}}","message":"{{{title}}}. {{{text}}}"}}""", context.RequestAborted);
        }

        response.ContentType = "text/html; charset=utf-8";
        return response.WriteAsync(
            $$"""
            <!DOCTYPE html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{{title}}</title>
            <style>
            body { font: 1rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 20vh auto 0; padding: 0 1.5rem; color: #222 }
            h1 { font-size: 1.5rem } small { color: #666 }
            </style>
            <h1>{{title}}</h1>
            <p>{{text}}</p>
            <p><small>{{status.ToString(CultureInfo.InvariantCulture)}}</small></p>
            </html>

            """,
            context.RequestAborted);
    }

    /// <summary>Whether the request prefers JSON: it names JSON and does not name HTML.</summary>
    private static bool WantsJson(HttpRequest request)
    {
        var accept = request.Headers.Accept.ToString();
        return accept.Contains("json", StringComparison.OrdinalIgnoreCase) && !accept.Contains("text/html", StringComparison.OrdinalIgnoreCase);
    }
}
