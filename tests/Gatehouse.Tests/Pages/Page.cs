using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using Gatehouse.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Tests.Pages;

/// <summary>Pages, requests for them, and how a body is coded and decoded.</summary>
internal static class Page
{
    public const string Start = "<!DOCTYPE html><html><head><title>Shop</title>";
    public const string Rest = "</head><body><h1>Hello</h1></body></html>";
    public const string Text = Start + Rest;

    /// <summary>What tells the inline form in a body.</summary>
    public const string Mark = "_writeKey=\"REDACTED\"";

    /// <summary>An origin that answers the page, after some changes of the answer.</summary>
    public static Task<TestOrigin> OriginAsync(Action<HttpResponse>? change = null, string text = Text) =>
        OriginAsync(Encoding.UTF8.GetBytes(text), change);

    /// <summary>An origin that answers a body, with its length, and to HEAD without it.</summary>
    public static Task<TestOrigin> OriginAsync(byte[] body, Action<HttpResponse>? change = null) => TestOrigin.StartAsync(async context =>
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = body.Length;
        change?.Invoke(context.Response);
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    });

    /// <summary>A request as a browser navigates.</summary>
    public static HttpRequestMessage Navigation(string path = "/", HttpMethod? method = null) => Request(path, method, ("Sec-Fetch-Dest", "document"));

    public static HttpRequestMessage Request(string path, HttpMethod? method, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method ?? HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    /// <summary>All headers of an answer, of its message and of its body.</summary>
    public static string Header(this HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : string.Empty;

    public static byte[] Encode(string coding, byte[] plain)
    {
        using var coded = new MemoryStream();
        using (var stream = Encoder(coding, coded))
        {
            stream.Write(plain);
        }

        return coded.ToArray();
    }

    public static byte[] Decode(string coding, byte[] coded)
    {
        using var stream = Decoder(coding, new MemoryStream(coded));
        using var plain = new MemoryStream();
        stream.CopyTo(plain);
        return plain.ToArray();
    }

    public static Stream Encoder(string coding, Stream to) => coding switch
    {
        "gzip" or "x-gzip" => new GZipStream(to, CompressionLevel.Optimal, leaveOpen: true),
        "deflate" => new ZLibStream(to, CompressionLevel.Optimal, leaveOpen: true),
        "raw-deflate" => new DeflateStream(to, CompressionLevel.Optimal, leaveOpen: true),
        "br" => new BrotliStream(to, CompressionLevel.Optimal, leaveOpen: true),
        "zstd" => new ZstdSharp.CompressionStream(to, leaveOpen: true),
        _ => new BufferedStream(to),
    };

    public static Stream Decoder(string coding, Stream from) => coding switch
    {
        "gzip" => new GZipStream(from, CompressionMode.Decompress),
        "deflate" => new ZLibStream(from, CompressionMode.Decompress),
        "br" => new BrotliStream(from, CompressionMode.Decompress),
        "zstd" => new ZstdSharp.DecompressionStream(from, checkEndOfStream: true),
        _ => from,
    };
}
