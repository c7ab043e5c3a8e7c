using System.Globalization;
using System.Text.Json;

namespace Gatehouse.Server.Admin;

/// <summary>What a question for traits asks for: which, how many, from where on.</summary>
internal sealed class ProfilePage
{
    private const int Default = 10;
    private const int Most = 200;

    private readonly int _limit;
    private readonly string? _next;
    private readonly string? _class;
    private readonly HashSet<string>? _include;

    private ProfilePage(IQueryCollection query)
    {
        _limit = int.TryParse(query["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? Math.Clamp(limit, 1, Most) : Default;
        _next = query["next"];
        _class = query["class"];
        _include = query["include"] is [{ Length: > 0 } include] ? include.Split(',').ToHashSet(StringComparer.Ordinal) : null;
        IsVerbose = query["verbose"] == "true";
    }

    /// <summary>Whether source and time are told beside each value.</summary>
    public bool IsVerbose { get; }

    /// <summary>Reads a query; what makes no sense counts as absent.</summary>
    public static ProfilePage Of(IQueryCollection query) => new(query);

    /// <summary>The cursor behind the last entry.</summary>
    public static void WriteLastCursor(Utf8JsonWriter writer, PathString path) => WriteCursor(writer, path, null, Most);

    /// <summary>Says whether there is more, and from where on.</summary>
    public static void WriteCursor(Utf8JsonWriter writer, PathString path, string? next, int limit)
    {
        writer.WriteStartObject("cursor"u8);
        writer.WriteString("url"u8, path.ToUriComponent());
        writer.WriteBoolean("has_more"u8, next is not null);
        writer.WriteString("next"u8, next ?? string.Empty);
        writer.WriteNumber("limit"u8, limit);
        writer.WriteEndObject();
    }

    /// <summary>Whether a trait is asked for.</summary>
    public bool Takes(string name, string traitClass) => _include?.Contains(name) != false && (_class is null || string.Equals(_class, traitClass, StringComparison.Ordinal));

    /// <summary>The page of what is asked for.</summary>
    public IEnumerable<KeyValuePair<string, JsonElement>> Cut(List<KeyValuePair<string, JsonElement>> traits) => Rest(traits).Take(_limit);

    /// <summary>Says whether there is more, and from where on.</summary>
    public void WriteCursor(Utf8JsonWriter writer, PathString path, List<KeyValuePair<string, JsonElement>> traits) =>
        WriteCursor(writer, path, Rest(traits).Skip(_limit).Select(static trait => trait.Key).FirstOrDefault(), _limit);

    private IEnumerable<KeyValuePair<string, JsonElement>> Rest(List<KeyValuePair<string, JsonElement>> traits) =>
        _next is { Length: > 0 } next ? traits.SkipWhile(trait => string.CompareOrdinal(trait.Key, next) < 0) : traits;
}
