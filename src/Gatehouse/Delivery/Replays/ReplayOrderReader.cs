using System.Text.Json;
using Gatehouse.Delivery.Books;
using Gatehouse.Events;

namespace Gatehouse.Delivery.Replays;

/// <summary>Reads orders for replays: <c>{"site":"shop","destination":"hook","from":"24h","types":["track"]}</c>.</summary>
internal static class ReplayOrderReader
{
    /// <summary>Events a second when nothing is said.</summary>
    public const int DefaultRate = 100;

    /// <summary>Most events a second.</summary>
    public const int MostRate = 100_000;

    /// <summary>Most names.</summary>
    public const int MostNames = 100;

    private const string AnonymousPrefix = "anonymous_id:";
    private const string UserPrefix = "user_id:";

    private static readonly string[] Members = ["site", "destination", "from", "to", "types", "names", "visitor", "rate"];

    /// <summary>Reads one.</summary>
    /// <param name="json">The order.</param>
    /// <param name="now">The time, which times like <c>24h</c> are reckoned from.</param>
    /// <param name="refusal">What is wrong and how to mend it, when there is no order.</param>
    /// <returns>The order. Null: it is refused.</returns>
    public static ReplayOrder? Read(JsonElement json, DateTimeOffset now, out string refusal)
    {
        if (json.ValueKind != JsonValueKind.Object || json.EnumerateObject().Any(static member => !Members.Contains(member.Name, StringComparer.Ordinal)))
        {
            refusal = $"A replay is asked for by one JSON object with {string.Join(", ", Members)}, and nothing else.";
            return null;
        }

        if (Text(json, "site") is not { } site || Text(json, "destination") is not { } destination)
        {
            refusal = "Name the site and the destination: {\"site\":\"shop\",\"destination\":\"hook\"}. GET /api/destinations lists them.";
            return null;
        }

        refusal = string.Empty;
        var rate = Rate(json, ref refusal);
        var filter = Filter(json, now, ref refusal);
        return refusal.Length == 0 ? new(site, destination, filter, rate) : null;
    }

    private static ReplayFilter Filter(JsonElement json, DateTimeOffset now, ref string refusal)
    {
        var (from, to) = (Time(json, "from", now, ref refusal), Time(json, "to", now, ref refusal));
        if (from >= (to ?? now))
        {
            refusal = "from is not before to, which is now when it is left out.";
        }

        var types = Texts(json, "types", ref refusal).Select(static name => EventTypes.Parse(name)).ToList();
        if (types.Contains(null))
        {
            refusal = $"types has something that is no type; there are {string.Join(", ", Enum.GetValues<EventType>().Select(EventTypes.NameOf))}.";
        }

        var names = Texts(json, "names", ref refusal);
        if (names.Count > MostNames)
        {
            refusal = $"names are at most {MostNames}; leave them out for all events.";
        }

        var (anonymousId, userId) = Visitor(json, ref refusal);
        return new() { From = from, To = to, Types = [.. types.OfType<EventType>().Distinct()], Names = names, AnonymousId = anonymousId, UserId = userId };
    }

    private static int Rate(JsonElement json, ref string refusal)
    {
        if (!json.TryGetProperty("rate", out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return DefaultRate;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var rate) && rate is >= 1 and <= MostRate)
        {
            return rate;
        }

        refusal = $"rate is a number of events a second, from 1 to {MostRate}; {DefaultRate} when it is left out.";
        return DefaultRate;
    }

    private static DateTimeOffset? Time(JsonElement json, string name, DateTimeOffset now, ref string refusal)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (Text(json, name) is { } text && LedgerTime.TryParse(text, now, out var time))
        {
            return time;
        }

        refusal = $"{name} is no time: {LedgerTime.Forms}";
        return null;
    }

    private static (string? AnonymousId, string? UserId) Visitor(JsonElement json, ref string refusal)
    {
        if (!json.TryGetProperty("visitor", out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return default;
        }

        var text = Text(json, "visitor") ?? string.Empty;
        foreach (var (prefix, isUser) in new[] { (AnonymousPrefix, false), (UserPrefix, true) })
        {
            if (text.StartsWith(prefix, StringComparison.Ordinal) && text.Length > prefix.Length)
            {
                return isUser ? (null, text[prefix.Length..]) : (text[prefix.Length..], null);
            }
        }

        refusal = $"visitor is {UserPrefix} or {AnonymousPrefix} and the id.";
        return default;
    }

    private static List<string> Texts(JsonElement json, string name, ref string refusal)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(static one => one.ValueKind == JsonValueKind.String))
        {
            return [.. value.EnumerateArray().Select(static one => one.GetString()!)];
        }

        refusal = $"{name} is an array of texts.";
        return [];
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}
