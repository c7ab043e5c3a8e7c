using System.Buffers;
using Gatehouse.Delivery;

namespace Gatehouse.Kafka;

/// <summary>The name of a topic, which may hold the site's.</summary>
internal static class TopicName
{
    private const string Site = "{site}";

    // What Kafka allows.
    private const int Longest = 249;

    private static readonly SearchValues<char> Characters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

    /// <summary>Reads the key <c>Topic</c>.</summary>
    public static string Read(DestinationOptionsReader settings)
    {
        var topic = settings.Required("Topic", "events");
        if (topic.Length > 0 && !IsName(Of(topic, "site")))
        {
            settings.Fault("Topic", topic, $"must be letters, digits, dots, underscores and hyphens, at most {Longest}; {Site} stands for the site's name.");
        }

        return topic;
    }

    /// <summary>The name for a site. What a topic's name cannot hold becomes a hyphen.</summary>
    public static string Of(string topic, string site)
    {
        if (!topic.Contains(Site, StringComparison.Ordinal))
        {
            return topic;
        }

        var fit = string.Create(site.Length, site, static (name, site) =>
        {
            for (var i = 0; i < name.Length; i++)
            {
                name[i] = Characters.Contains(site[i]) ? site[i] : '-';
            }
        });
        return topic.Replace(Site, fit, StringComparison.Ordinal);
    }

    private static bool IsName(string name) => name.Length <= Longest && name is not ("." or "..") && !name.AsSpan().ContainsAnyExcept(Characters);
}
