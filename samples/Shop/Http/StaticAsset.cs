using System.Collections.Frozen;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Gatehouse.Samples.Shop.Http;

/// <summary>A file of this assembly, served with a validator and a version.</summary>
internal sealed class StaticAsset
{
    private static readonly FrozenDictionary<string, StaticAsset> All = Load();

    private readonly byte[] _content;
    private readonly string _contentType;
    private readonly EntityTagHeaderValue _entityTag;

    private StaticAsset(byte[] content, string contentType)
    {
        _content = content;
        _contentType = contentType;
        Version = ContentVersion.Of(content);
        _entityTag = new EntityTagHeaderValue($"\"{Version}\"");
    }

    /// <summary>Changes exactly when the content does; pages put it into the address, so that caches may keep the file long.</summary>
    public string Version { get; }

    public static StaticAsset? Find(string name) => All.GetValueOrDefault(name);

    public static StaticAsset Get(string name) => All[name];

    public Task SendAsync(HttpContext context)
    {
        var versioned = context.Request.Query["v"] == Version;
        context.Response.Headers.CacheControl = versioned ? "public, max-age=31536000, immutable" : "public, max-age=300";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Bytes(_content, _contentType, entityTag: _entityTag).ExecuteAsync(context);
    }

    private static FrozenDictionary<string, StaticAsset> Load()
    {
        var assembly = typeof(StaticAsset).Assembly;
        return assembly.GetManifestResourceNames().ToFrozenDictionary(
            static name => name.Replace('\\', '/'),
            name => new StaticAsset(ReadAll(assembly, name), ContentTypeOf(name)),
            StringComparer.Ordinal);
    }

    private static byte[] ReadAll(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static string ContentTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
}
