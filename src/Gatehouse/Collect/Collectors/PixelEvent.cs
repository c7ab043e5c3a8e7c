using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Events;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Collect.Collectors;

/// <summary>An event in a query: <c>?data=</c> with JSON in base64, or one parameter a value with dots between the keys.</summary>
internal static class PixelEvent
{
    // A transparent GIF of 1 × 1 pixels (GIF89a).
    private static readonly byte[] Gif = Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    /// <summary>The event's JSON. Null: <c>data</c> is no base64.</summary>
    public static byte[]? Read(IQueryCollection query) => query["data"].ToString() is { Length: > 0 } data ? Decode(data) : Build(query);

    /// <summary>Answers the image, to be asked for again each time.</summary>
    public static Task AnswerAsync(HttpContext context) => FirstPartyAnswer.WriteAsync(context, StatusCodes.Status200OK, Gif, "image/gif");

    /// <summary>Either alphabet, with or without padding; a plus that the query turned into a space is a plus.</summary>
    private static byte[]? Decode(string data)
    {
        var text = data.Replace(' ', '+').Replace('+', '-').Replace('/', '_');
        return Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
    }

    /// <summary>Texts stay texts, but for <c>true</c> and <c>false</c>. Of a key that comes twice, or is both a value and a folder, the first counts.</summary>
    private static byte[] Build(IQueryCollection query)
    {
        var root = new JsonObject();
        foreach (var (name, values) in query)
        {
            if (values is [{ } value, ..])
            {
                Put(root, name.Split('.'), value);
            }
        }

        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, EventJson.Writing with { MaxDepth = 0 });
        root.WriteTo(writer);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Put(JsonObject at, string[] keys, string value)
    {
        // What is deeper would be refused; it is left out here, before anything recurses.
        if (keys.Length >= EventLimits.Depth)
        {
            return;
        }

        foreach (var key in keys[..^1])
        {
            if (!at.TryGetPropertyValue(key, out var inner))
            {
                at[key] = inner = new JsonObject();
            }

            if (inner is not JsonObject next)
            {
                return;
            }

            at = next;
        }

        at.TryAdd(keys[^1], value switch { "true" => JsonValue.Create(true), "false" => JsonValue.Create(false), _ => JsonValue.Create(value) });
    }
}
