using System.Buffers;

namespace Gatehouse.Sites;

/// <summary>Reads one site.</summary>
internal static class SiteSettingsReader
{
    private static readonly SearchValues<char> PrefixCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    /// <summary>Reads one site; faults go into the reader.</summary>
    public static SiteSettings Read(string name, SettingsReader reader, IDestinationTypes types)
    {
        var segment = Segment(reader);
        var key = WriteKey(name, reader, segment);
        var computed = ComputedTraitSettingsReader.ReadTraits(reader);
        var settings = new SiteSettings
        {
            Name = name,
            Hosts = Hosts(reader),
            Origin = reader.Url("Origin"),
            OriginHost = reader.Choice("OriginHost", OriginHost.Preserve, ("preserve", OriginHost.Preserve), ("origin", OriginHost.Origin)),
            Timeouts = Timeouts(reader),
            WriteKey = key,
            RoutePrefix = RoutePrefix(reader),
            Snippet = Snippet(reader),
            Segment = segment,
            ProfileWebhook = ProfileWebhook(reader),
            Variations = VariationSettingsReader.Read(reader),
            Destinations = DestinationSettingsReader.Read(reader, types, new(key, segment?.TrackingApi)),
            ProfileExpiry = reader.Text("ProfileExpiry") is null ? null : reader.Span("ProfileExpiry", TimeSpan.FromDays(1)),
            ComputedTraits = computed,
            Audiences = ComputedTraitSettingsReader.ReadAudiences(reader, computed),
            Definitions = [.. ComputedTraitSettingsReader.Texts(reader)],
            PageTraits = reader.Texts("PageTraits"),
            ClientAddress = reader.Choice("ClientAddress", ClientAddressPolicy.Full, ("full", ClientAddressPolicy.Full), ("network", ClientAddressPolicy.Network), ("none", ClientAddressPolicy.None)),
            AllowedOrigins = AllowedOrigins(reader),
            RateLimits = RateLimits(reader),
            Collectors = Collectors(reader),
        };
        reader.RejectUnknownKeys();
        return settings;
    }

    private static List<HostPattern> Hosts(SettingsReader reader)
    {
        var hosts = new List<HostPattern>();
        foreach (var text in reader.Texts("Hosts"))
        {
            if (HostPattern.TryParse(text, out var pattern))
            {
                hosts.Add(pattern);
            }
            else
            {
                reader.Fault("Hosts", text, "must be a host name without a port, all names below a domain such as *.shop.example, or *.");
            }
        }

        if (!reader.Has("Hosts"))
        {
            reader.Fault("Hosts", null, "is missing; name the site's hosts, for example [ \"www.shop.example\" ], or [ \"*\" ] for every host.");
        }

        return hosts;
    }

    private static string WriteKey(string name, SettingsReader reader, SegmentSettings? segment)
    {
        if (reader.Text("WriteKey") is { } key)
        {
            if (key.AsSpan().ContainsAnyExceptInRange('!', '~') || key.Contains(':', StringComparison.Ordinal))
            {
                reader.Fault("WriteKey", null, "must be ASCII without spaces or colons (it becomes a Basic user name).");
            }

            return key;
        }

        if (segment is not null)
        {
            reader.Fault("WriteKey", null, "is missing; Segment knows the site by it.");
        }

        return name;
    }

    private static string RoutePrefix(SettingsReader reader)
    {
        var prefix = reader.Text("RoutePrefix") ?? "seg";
        if (prefix.AsSpan().ContainsAnyExcept(PrefixCharacters))
        {
            reader.Fault("RoutePrefix", prefix, "must be one path segment of letters, digits, - and _, without slashes.");
        }

        return prefix;
    }

    private static OriginTimeouts Timeouts(SettingsReader reader)
    {
        var otherwise = OriginTimeouts.Default;
        if (reader.Section("Timeouts") is not { } timeouts)
        {
            return otherwise;
        }

        var settings = new OriginTimeouts(
            timeouts.Span("Connect", otherwise.Connect),
            timeouts.Span("Response", otherwise.Response),
            timeouts.Span("Idle", otherwise.Idle));
        timeouts.RejectUnknownKeys();
        return settings;
    }

    private static SnippetSettings Snippet(SettingsReader reader)
    {
        if (reader.Section("Snippet") is not { } snippet)
        {
            return new();
        }

        var settings = new SnippetSettings
        {
            Enabled = snippet.Flag("Enabled", true),
            Position = snippet.Choice("Position", SnippetPosition.HeadEnd, ("head-start", SnippetPosition.HeadStart), ("head-end", SnippetPosition.HeadEnd)),
            InjectOn = snippet.Choice("InjectOn", InjectOn.Only200, ("200-only", InjectOn.Only200), ("all-html", InjectOn.AllHtml)),
            PageView = snippet.Flag("PageView", true),
            QueryString = snippet.Flag("QueryString", false),
        };
        snippet.RejectUnknownKeys();
        return settings;
    }

    private static SegmentSettings? Segment(SettingsReader reader)
    {
        if (reader.Section("Segment") is not { } segment)
        {
            return null;
        }

        var otherwise = new SegmentSettings();
        var settings = new SegmentSettings
        {
            Cdn = segment.Url("Cdn"),
            TrackingApi = segment.Url("TrackingApi", withPath: true) ?? otherwise.TrackingApi,
            ProfilesApi = segment.Url("ProfilesApi") ?? otherwise.ProfilesApi,
            SpaceId = segment.Text("SpaceId"),
            ProfilesToken = segment.Text("ProfilesToken"),
        };
        if (settings.SpaceId is null != settings.ProfilesToken is null)
        {
            segment.Fault(settings.SpaceId is null ? "SpaceId" : "ProfilesToken", null, "is missing; pulling profiles needs both SpaceId and ProfilesToken.");
        }

        segment.RejectUnknownKeys();
        return settings;
    }

    private static ProfileWebhookSettings? ProfileWebhook(SettingsReader reader)
    {
        if (reader.Section("ProfileWebhook") is not { } webhook)
        {
            return null;
        }

        var settings = new ProfileWebhookSettings
        {
            Username = webhook.Text("Username"),
            Password = webhook.Text("Password"),
            Secret = webhook.Text("Secret"),
        };
        if (settings.Username is null != settings.Password is null)
        {
            webhook.Fault(settings.Username is null ? "Username" : "Password", null, "is missing; Basic credentials need both Username and Password.");
        }

        if (settings.Username?.Contains(':', StringComparison.Ordinal) == true)
        {
            webhook.Fault("Username", null, "must not hold a colon (RFC 7617, 2).");
        }

        if (settings is { Username: null, Password: null, Secret: null })
        {
            webhook.Fault(string.Empty, null, "needs Username and Password, or Secret, or all three; otherwise leave it out.");
        }

        webhook.RejectUnknownKeys();
        return settings;
    }

    private static List<string> AllowedOrigins(SettingsReader reader)
    {
        var origins = new List<string>();
        foreach (var text in reader.Texts("AllowedOrigins"))
        {
            if (reader.ParseUrl("AllowedOrigins", text, withPath: false) is { } url)
            {
                origins.Add(url.GetLeftPart(UriPartial.Authority));
            }
        }

        return origins;
    }

    private static RateLimitSettings RateLimits(SettingsReader reader)
    {
        if (reader.Section("RateLimits") is not { } limits)
        {
            return new();
        }

        var settings = new RateLimitSettings(limits.Rate("PerAddress", "calls"), limits.Rate("PerSite", "calls"));
        limits.RejectUnknownKeys();
        return settings;
    }

    /// <summary>Names of collectors. An empty array, or the one word <c>none</c>, means none.</summary>
    private static IReadOnlyList<Collector> Collectors(SettingsReader reader)
    {
        var texts = reader.Texts("Collectors");
        if (!reader.Has("Collectors"))
        {
            return Enum.GetValues<Collector>();
        }

        if (texts is ["none"])
        {
            return [];
        }

        var collectors = new List<Collector>();
        foreach (var text in texts)
        {
            if (Enum.TryParse<Collector>(text, ignoreCase: true, out var collector) && char.IsAsciiLetter(text[0]))
            {
                collectors.Add(collector);
            }
            else
            {
                reader.Fault("Collectors", text, "must be a list of segment, rudderstack and jitsu, or none.");
            }
        }

        return collectors;
    }
}
