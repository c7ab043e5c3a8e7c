using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gatehouse.Sites;
using Gatehouse.Visitors;

namespace Gatehouse.Assets;

/// <summary>Writes the personal loader: a script that is the same for everyone, and one JSON object.</summary>
internal static class LoaderScript
{
    /// <summary>Escapes everything but plain ASCII, and of that &lt;, &gt;, &amp;, quotes and +: nothing can end a string or a script element.</summary>
    private static readonly JsonWriterOptions ScriptSafe = new() { Encoder = JavaScriptEncoder.Default };

    private static readonly (byte[] Before, byte[] After) Text = Split(BundledLibrary.ReadFile("loader.js"));

    /// <summary>Writes the script.</summary>
    /// <param name="settings">The site.</param>
    /// <param name="libraryHash">Names the library to load.</param>
    /// <param name="visitor">The visitor, as the cookies tell.</param>
    /// <param name="traits">What of the profile goes with it. Null: nothing.</param>
    public static ReadOnlyMemory<byte> Write(SiteSettings settings, string libraryHash, Visitor visitor, PageTraits? traits)
    {
        var script = new ArrayBufferWriter<byte>(Text.Before.Length + Text.After.Length + 512);
        script.Write(Text.Before);
        using (var writer = new Utf8JsonWriter(script, ScriptSafe))
        {
            writer.WriteStartObject();
            writer.WriteString("prefix"u8, settings.RoutePrefix);
            writer.WriteString("library"u8, $"/{settings.RoutePrefix}/assets/library/{libraryHash}.js");
            WriteText(writer, "anonymousId"u8, visitor.AnonymousId);
            WriteText(writer, "userId"u8, visitor.UserId);
            WriteTraits(writer, traits);
            if (settings.Snippet.QueryString)
            {
                writer.WriteBoolean("queryString"u8, value: true);
            }

            writer.WriteEndObject();
        }

        script.Write(Text.After);
        return script.WrittenMemory;
    }

    private static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static void WriteTraits(Utf8JsonWriter writer, PageTraits? page)
    {
        if (page is not { Traits: { Count: > 0 } traits })
        {
            return;
        }

        writer.WriteStartObject("traits"u8);
        foreach (var (name, value) in traits)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    private static (byte[] Before, byte[] After) Split(byte[] text)
    {
        var marker = "LOADER_ARGUMENTS"u8;
        var at = text.AsSpan().IndexOf(marker);
        return (text[..at], text[(at + marker.Length)..]);
    }
}
