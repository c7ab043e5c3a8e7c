using System.Text.Json;
using Gatehouse.Events;

namespace Gatehouse.Profiles.Projection;

/// <summary>Reads the traits that an identify event says of its visitor.</summary>
internal static class EventTraits
{
    /// <summary>The traits that can be kept.</summary>
    /// <param name="received">The event.</param>
    /// <param name="refused">How many cannot: too long, too deep, or a reserved one of the wrong type.</param>
    public static IReadOnlyList<KeyValuePair<string, JsonElement>> Of(ReceivedEvent received, out int refused)
    {
        refused = 0;
        if (received.Type != EventType.Identify)
        {
            return [];
        }

        var json = EventJson.Find(received.Json.Span, "traits"u8);
        if (json is not [(byte)'{', ..])
        {
            return [];
        }

        var traits = new List<KeyValuePair<string, JsonElement>>();
        var reader = EventJson.Open(json);
        while (EventJson.NextProperty(ref reader))
        {
            var name = reader.GetString()!;
            reader.Read();
            var bytes = EventJson.TakeValue(ref reader, json);
            if (name.Length is 0 or > ProfileLimits.LongestName || bytes.Length > ProfileLimits.MostTraitBytes || !JsonText.IsWellFormed(bytes))
            {
                refused++;
                continue;
            }

            var value = JsonElement.Parse(bytes);
            if (ReservedTraits.Accepts(name, value))
            {
                traits.Add(new(name, value));
            }
            else
            {
                refused++;
            }
        }

        return traits;
    }
}
