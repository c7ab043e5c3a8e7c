using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Gatehouse.Assets;

/// <summary>
/// The traits that scripts of a page may see, on their way there. Nothing else of the profile leaves the edge. Together they may be
/// 16 KiB as JSON; what does not fit is left out.
/// </summary>
public sealed class PageTraits
{
    /// <summary>Traits go to the page as long as their JSON fits into this many bytes together.</summary>
    internal const int MostBytes = 16 * 1024;

    private readonly OrderedDictionary<string, JsonElement> _traits = new(StringComparer.Ordinal);
    private int _bytes;

    internal PageTraits()
    {
    }

    /// <summary>The traits, in the order in which they came.</summary>
    internal IReadOnlyDictionary<string, JsonElement> Traits => _traits;

    /// <summary>Adds a text.</summary>
    /// <param name="name">The trait's name for scripts. One that is there already gets another value.</param>
    /// <param name="value">The text. Null: nothing is added.</param>
    public void Add(string name, string? value)
    {
        if (value is not null)
        {
            Add(name, Json(value, static (writer, text) => writer.WriteStringValue(text)));
        }
    }

    /// <summary>Adds a number.</summary>
    /// <param name="name">The trait's name for scripts. One that is there already gets another value.</param>
    /// <param name="value">The number. Null, or not finite: nothing is added.</param>
    public void Add(string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            Add(name, Json(number, static (writer, finite) => writer.WriteNumberValue(finite)));
        }
    }

    /// <summary>Adds true or false.</summary>
    /// <param name="name">The trait's name for scripts. One that is there already gets another value.</param>
    /// <param name="value">Which. Null: nothing is added.</param>
    public void Add(string name, bool? value)
    {
        if (value is { } flag)
        {
            Add(name, Json(flag, static (writer, either) => writer.WriteBooleanValue(either)));
        }
    }

    /// <summary>Adds any JSON, such as a trait of the profile as it is.</summary>
    /// <param name="name">The trait's name for scripts. One that is there already gets another value.</param>
    /// <param name="value">The value. Undefined: nothing is added.</param>
    public void Add(string name, JsonElement value)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            return;
        }

        var bytes = _bytes + JsonMarshal.GetRawUtf8Value(value).Length - (_traits.TryGetValue(name, out var before) ? JsonMarshal.GetRawUtf8Value(before).Length : 0);
        if (bytes <= MostBytes)
        {
            _traits[name] = value;
            _bytes = bytes;
        }
    }

    private static JsonElement Json<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>(64);
        using var writer = new Utf8JsonWriter(buffer);
        write(writer, value);
        writer.Flush();
        return JsonElement.Parse(buffer.WrittenSpan);
    }
}
