using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Gatehouse.Assets;

/// <summary>Writes answers that are the same for every visitor.</summary>
internal static class AssetAnswer
{
    /// <summary>For a URL that names its content.</summary>
    public const string Immutable = "public, max-age=31536000, immutable";

    /// <summary>For an answer that must not outlive the moment.</summary>
    public const string NoStore = "no-store";

    /// <summary>Answers with an asset in the form that the client accepts, or with 304 when it has that.</summary>
    public static Task WriteAsync(HttpContext context, Asset asset, string cacheControl)
    {
        var coding = AcceptedCoding.Choose(context.Request.Headers.AcceptEncoding, asset);
        var body = coding switch
        {
            "br" => asset.Brotli,
            "gzip" => asset.Gzip,
            _ => asset.Identity,
        };
        var tag = coding is null ? $"\"{asset.Hash}\"" : $"\"{asset.Hash}-{coding}\"";
        var headers = context.Response.Headers;
        headers.CacheControl = cacheControl;
        headers.ETag = tag;
        headers.Vary = HeaderNames.AcceptEncoding;
        Share(headers);
        if (Has(context.Request.Headers.IfNoneMatch, tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        context.Response.ContentType = asset.ContentType;
        context.Response.ContentLength = body.Length;
        if (coding is not null)
        {
            headers.ContentEncoding = coding;
        }

        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    /// <summary>Refuses.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The status.</param>
    /// <param name="code">For programs.</param>
    /// <param name="message">For people.</param>
    public static Task RefuseAsync(HttpContext context, int status, string code, string message)
    {
        Share(context.Response.Headers);
        return FirstPartyAnswer.RefuseAsync(context, status, code, message);
    }

    /// <summary>Nothing here is personal, so any page may load and read it.</summary>
    private static void Share(IHeaderDictionary headers)
    {
        headers.AccessControlAllowOrigin = "*";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        headers.XContentTypeOptions = "nosniff";
    }

    private static bool Has(StringValues known, string tag)
    {
        if (known.Count == 0 || !EntityTagHeaderValue.TryParseList(known, out var tags))
        {
            return false;
        }

        var current = new EntityTagHeaderValue(tag);
        foreach (var one in tags)
        {
            if (one.Equals(EntityTagHeaderValue.Any) || one.Compare(current, useStrongComparison: false))
            {
                return true;
            }
        }

        return false;
    }
}
