using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gatehouse.Profiles;
using Gatehouse.Sites;
using Gatehouse.Visitors;

namespace Gatehouse.Assets;

/// <summary>Writes the personal loader: a script that is the same for everyone, and one JSON object.</summary>
internal static class LoaderScript
{
    /// <summary>Traits go into the script as long as their JSON fits into this many bytes together.</summary>
    public const int MostTraitBytes = 16 * 1024;

    /// <summary>Escapes everything but plain ASCII, and of that &lt;, &gt;, &amp;, quotes and +: nothing can end a string or a script element.</summary>
    private static readonly JsonWriterOptions ScriptSafe = new() { Encoder = JavaScriptEncoder.Default };

    private static readonly (byte[] Before, byte[] After) Text = Split(BundledLibrary.ReadFile("loader.js"));

    /// <summary>Writes the script.</summary>
    /// <param name="settings">The site.</param>
    /// <param name="libraryHash">Names the library to load.</param>
    /// <param name="visitor">The visitor, as the cookies tell.</param>
    /// <param name="profile">Whose allowed traits go with it. Null: none.</param>
    public static ReadOnlyMemory<byte> Write(SiteSettings settings, string libraryHash, Visitor visitor, Profile? profile)
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
            WriteTraits(writer, settings.PageTraits, profile);
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

    private static void WriteTraits(Utf8JsonWriter writer, IReadOnlyList<string> allowed, Profile? profile)
    {
        if (profile is null || allowed.Count == 0)
        {
            return;
        }

        var left = MostTraitBytes;
        var isOpen = false;
        foreach (var name in allowed)
        {
            if (!profile.Traits.TryGetValue(name, out var value) || JsonMarshal.GetRawUtf8Value(value).Length > left)
            {
                continue;
            }

            left -= JsonMarshal.GetRawUtf8Value(value).Length;
            if (!isOpen)
            {
                writer.WriteStartObject("traits"u8);
                isOpen = true;
            }

            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        if (isOpen)
        {
            writer.WriteEndObject();
        }
    }

    private static (byte[] Before, byte[] After) Split(byte[] text)
    {
        var marker = "LOADER_ARGUMENTS"u8;
        var at = text.AsSpan().IndexOf(marker);
        return (text[..at], text[(at + marker.Length)..]);
    }
}
