using System.Collections.Frozen;
using Gatehouse.Pages.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Gatehouse.Pages;

/// <summary>Looks at a request for a page, and takes off it what would let changed and unchanged bodies meet.</summary>
internal static class PageRequest
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> StaticExtensions = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "css", "js", "mjs", "map", "json", "xml", "txt", "wasm", "webmanifest", "png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "ico", "bmp",
        "woff", "woff2", "ttf", "otf", "eot", "mp3", "ogg", "wav", "flac", "m4a", "mp4", "webm", "mov", "m4v", "ts", "m3u8", "pdf", "zip", "gz", "br",
        "zst", "7z", "rar", "tar", "iso", "exe", "dmg", "apk", "csv", "doc", "docx", "xls", "xlsx", "ppt", "pptx").GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>What the request is for. A form's POST is answered by a page too.</summary>
    public static PageAsk AskOf(HttpRequest request)
    {
        var method = request.Method;
        if (!HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsPost(method))
        {
            return PageAsk.Never;
        }

        return request.Headers[PageHeaders.SecFetchDest] switch
        {
            [] => PageAsk.Unsaid,
            ["document" or "iframe" or "frame" or "embed" or "object"] => PageAsk.Navigation,
            _ => PageAsk.Part,
        };
    }

    /// <summary>Whether a page may be the answer, as far as the request lets guess.</summary>
    public static bool MayBePage(HttpRequest request, PageAsk ask) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && (ask == PageAsk.Navigation || (ask == PageAsk.Unsaid && AcceptsPages(request) && !IsStatic(request.Path.Value)));

    /// <summary>
    /// Takes off the conditions under which the origin would answer 304 or 206. They speak of the origin's bytes, and what the browser
    /// keeps is another body: a 304 would renew a copy without snippet or with another visitor's page, a 206 would glue pieces of both.
    /// </summary>
    public static void ForgetConditions(IHeaderDictionary headers)
    {
        headers.Remove(HeaderNames.IfNoneMatch);
        headers.Remove(HeaderNames.IfModifiedSince);
        headers.Remove(HeaderNames.IfRange);
        headers.Remove(HeaderNames.Range);
    }

    private static bool AcceptsPages(HttpRequest request)
    {
        var accept = request.Headers.Accept;
        if (accept.Count == 0)
        {
            return true;
        }

        foreach (var field in accept)
        {
            if (field is not null
                && (field.Contains("text/html", StringComparison.OrdinalIgnoreCase)
                    || field.Contains("application/xhtml+xml", StringComparison.OrdinalIgnoreCase)
                    || field.Contains("*/*", StringComparison.Ordinal)
                    || field.Contains("text/*", StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsStatic(ReadOnlySpan<char> path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        var dot = name.LastIndexOf('.');
        return dot >= 0 && StaticExtensions.Contains(name[(dot + 1)..]);
    }
}
