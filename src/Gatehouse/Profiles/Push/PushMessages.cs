using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Gatehouse.Profiles.Push;

/// <summary>Understands what a vendor pushes: identify and track calls of audiences, computed traits and journeys, and deletions.</summary>
internal sealed class PushMessages(ReceiptClock receipts)
{
    /// <summary>Most messages of one array.</summary>
    public const int Most = 4000;

    /// <summary>Longest message id in UTF-16 code units.</summary>
    public const int LongestMessageId = 512;

    /// <summary>Reads one message.</summary>
    /// <param name="site">Name of the site that it was pushed to.</param>
    /// <param name="json">The message; well formed.</param>
    public PushedMessage Read(string site, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return PushedMessage.Refused("a message is a JSON object.");
        }

        if (!json.TryGetProperty("type"u8, out var type) || type.ValueKind != JsonValueKind.String)
        {
            return PushedMessage.Refused("type is missing or is not a text.");
        }

        return type.GetString() switch
        {
            "identify" => Identify(site, json),
            "track" => Track(site, json),
            "delete" => Make(site, json, [], forget: true),
            "group" or "page" or "screen" or "alias" => PushedMessage.Ignored,
            _ => PushedMessage.Refused("type must be identify, track or delete; group, page, screen and alias are ignored."),
        };
    }

    private PushedMessage Identify(string site, JsonElement json) =>
        json.TryGetProperty("traits"u8, out var traits) && traits.ValueKind == JsonValueKind.Object
            ? Make(site, json, [.. traits.EnumerateObject().Select(Pair)])
            : PushedMessage.Refused("traits is missing or is not an object.");

    private PushedMessage Track(string site, JsonElement json)
    {
        if (!json.TryGetProperty("properties"u8, out var properties) || properties.ValueKind != JsonValueKind.Object)
        {
            return PushedMessage.Refused("properties is missing or is not an object.");
        }

        // The name stands beside its value; what the context calls the computation comes second.
        var named = TextOf(properties, "audience_key"u8) ?? TextOf(properties, "trait_key"u8);
        var computed = json.TryGetProperty("context"u8, out var context) && context.ValueKind == JsonValueKind.Object
            && context.TryGetProperty("personas"u8, out var personas) && personas.ValueKind == JsonValueKind.Object;
        if (named is null && !computed)
        {
            return PushedMessage.Ignored;
        }

        if (named is null)
        {
            return Make(site, json, [.. properties.EnumerateObject().Where(static property => !property.NameEquals("audience_key"u8) && !property.NameEquals("trait_key"u8)).Select(Pair)]);
        }

        if (properties.TryGetProperty(named, out var value))
        {
            return Make(site, json, [new(named, value)]);
        }

        return TextOf(json, "event"u8) switch
        {
            "Audience Entered" => Make(site, json, [new(named, Literal("true"u8))]),
            "Audience Exited" => Make(site, json, [new(named, Literal("false"u8))]),
            _ => PushedMessage.Refused("properties has no value under the name that audience_key or trait_key gives."),
        };
    }

    private PushedMessage Make(string site, JsonElement json, IReadOnlyList<KeyValuePair<string, JsonElement>> traits, bool forget = false)
    {
        if (!TryReadId(json, "userId"u8, out var user) || !TryReadId(json, "anonymousId"u8, out var anonymous))
        {
            return PushedMessage.Refused("userId and anonymousId are texts or numbers.");
        }

        if (!(user is null ? ProfileKey.TryCreate(site, ProfileKind.Anonymous, anonymous, out var key) : ProfileKey.TryCreate(site, ProfileKind.User, user, out key)))
        {
            return PushedMessage.Refused($"userId or anonymousId is needed: 1 to {ProfileKey.LongestId} characters, none of them a control character.");
        }

        if (!TryReadTime(json, out var time))
        {
            return PushedMessage.Refused("timestamp is not a time in ISO 8601.");
        }

        if (!TryReadMessageId(json, out var fingerprint))
        {
            return PushedMessage.Refused($"messageId is not a text of at most {LongestMessageId} characters.");
        }

        foreach (var (name, value) in traits)
        {
            if (name.Length is 0 or > ProfileLimits.LongestName || JsonMarshal.GetRawUtf8Value(value).Length > ProfileLimits.MostTraitBytes)
            {
                return PushedMessage.Refused($"a trait has a name of 1 to {ProfileLimits.LongestName} characters and a value of at most {ProfileLimits.MostTraitBytes / 1024} KiB.");
            }
        }

        return new(key, new() { Traits = traits, Forget = forget, Time = time, Receipt = receipts.Next(), Fingerprint = fingerprint }, null);
    }

    /// <summary>An absent, null or empty id is none; a number is its text.</summary>
    private static bool TryReadId(JsonElement json, ReadOnlySpan<byte> name, out string? id)
    {
        id = null;
        if (!json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        id = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        var isId = id is not null;
        id = id is { Length: 0 } ? null : id;
        return isId;
    }

    private static bool TryReadTime(JsonElement json, out long? time)
    {
        time = null;
        if (!json.TryGetProperty("timestamp"u8, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        if (value.ValueKind != JsonValueKind.String
            || !DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at))
        {
            return false;
        }

        time = ProfileTime.Of(at);
        return true;
    }

    private static bool TryReadMessageId(JsonElement json, out UInt128? fingerprint)
    {
        fingerprint = null;
        if (!json.TryGetProperty("messageId"u8, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        if (value.ValueKind != JsonValueKind.String || value.GetString() is not { Length: <= LongestMessageId } id)
        {
            return false;
        }

        if (id.Length > 0)
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(Encoding.UTF8.GetBytes(id), hash);
            fingerprint = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash);
        }

        return true;
    }

    private static string? TextOf(JsonElement json, ReadOnlySpan<byte> name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private static KeyValuePair<string, JsonElement> Pair(JsonProperty property) => new(property.Name, property.Value);

    private static JsonElement Literal(ReadOnlySpan<byte> json) => JsonElement.Parse(json);
}
