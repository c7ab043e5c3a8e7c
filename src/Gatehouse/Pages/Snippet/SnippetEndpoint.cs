using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Pages.Snippet;

/// <summary>Serves the snippet as a file, <c>GET /{prefix}/assets/snippet/{hash}.js</c>, for pages whose policy allows no inline script.</summary>
internal sealed class SnippetEndpoint : IFirstPartyEndpoint
{
    private const string Folder = "assets/snippet/";
    private const string Extension = ".js";
    private static readonly SearchValues<char> HashCharacters = SearchValues.Create("0123456789abcdef");

    /// <inheritdoc/>
    public Task? TryHandle(HttpContext context, EdgeContext edge, string tail) =>
        tail.StartsWith(Folder, StringComparison.Ordinal)
        && TryReadHash(tail.AsSpan(Folder.Length), out var hash)
        && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
            ? AnswerAsync(context, edge.Site.Get(SitePages.Part).Snippet, hash)
            : null;

    private static bool TryReadHash(ReadOnlySpan<char> file, out ReadOnlySpan<char> hash)
    {
        hash = default;
        if (file.Length != SnippetText.HashLength + Extension.Length || !file.EndsWith(Extension))
        {
            return false;
        }

        hash = file[..SnippetText.HashLength];
        return !hash.ContainsAnyExcept(HashCharacters);
    }

    private static Task AnswerAsync(HttpContext context, SnippetText snippet, ReadOnlySpan<char> hash)
    {
        var headers = context.Response.Headers;
        var tag = $"\"{snippet.Hash}\"";

        // A page kept from before a change names the old text. It gets today's, not for long: that is better than no snippet.
        headers.CacheControl = hash.SequenceEqual(snippet.Hash) ? "public, max-age=31536000, immutable" : "public, max-age=300";
        headers.ETag = tag;
        headers.XContentTypeOptions = "nosniff";
        if (context.Request.Headers.IfNoneMatch.ToString().Contains(tag, StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        headers.ContentType = "text/javascript; charset=utf-8";
        headers.ContentLength = snippet.Script.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.Body.WriteAsync(snippet.Script, context.RequestAborted).AsTask();
    }
}
