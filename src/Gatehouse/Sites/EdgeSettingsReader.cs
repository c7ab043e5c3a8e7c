using System.Net;
using Microsoft.Extensions.Configuration;

namespace Gatehouse.Sites;

/// <summary>Reads the <c>Gatehouse</c> section into <see cref="EdgeSettings"/>, or into the list of all that is wrong with it.</summary>
internal static class EdgeSettingsReader
{
    /// <summary>Name of the section.</summary>
    public const string SectionName = "Gatehouse";

    /// <summary>Reads the section.</summary>
    /// <param name="configuration">Where it stands.</param>
    /// <param name="types">The kinds of destinations that there are.</param>
    /// <param name="inCode">What was added in code. Null: nothing.</param>
    /// <exception cref="InvalidSettingsException">Something is wrong; it names all of it.</exception>
    public static EdgeSettings Read(IConfiguration configuration, IDestinationTypes types, IReadOnlyList<CodeDefinition>? inCode = null)
    {
        var errors = new List<SettingsError>();
        var whole = CodeDefinitions.Over(configuration, inCode ?? [], errors);

        // It listens to the one that it was made of, for as long as that lives.
        using var made = ReferenceEquals(whole, configuration) ? null : whole as IDisposable;
        var reader = new SettingsReader(whole.GetSection(SectionName), errors);
        var listen = Listen(reader);
        var settings = new EdgeSettings
        {
            Listen = listen,
            Admin = Admin(reader),
            Certificate = Certificate(reader, listen),
            Data = reader.Text("Data") ?? "./data",
            TrustedProxies = TrustedProxies(reader),
            Durability = reader.Choice("Durability", Durability.Fsync, ("fsync", Durability.Fsync), ("interval", Durability.Interval), ("memory", Durability.Memory)),
            Log = LogSettingsReader.Read(reader.Section("Log")),
            Sites = Sites(reader, types),
        };
        reader.RejectUnknownKeys();
        return errors.Count == 0 ? settings : throw new InvalidSettingsException([.. errors.Select(error => CodeDefinitions.Placed(error, configuration, inCode ?? []))]);
    }

    private static List<Uri> Listen(SettingsReader reader)
    {
        var urls = new List<Uri>();
        foreach (var text in reader.Texts("Listen"))
        {
            if (reader.ParseUrl("Listen", text, withPath: false) is { } url && IsLocal(reader, "Listen", url))
            {
                urls.Add(url);
            }
        }

        if (urls.Count == 0 && !reader.Has("Listen"))
        {
            urls.Add(new("http://127.0.0.1:8080"));
        }

        return urls;
    }

    private static bool IsLocal(SettingsReader reader, string key, Uri url)
    {
        if (url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6 || url.Host == "localhost")
        {
            return true;
        }

        reader.Fault(key, url.OriginalString, "must name an IP address of this machine, 0.0.0.0 or [::] for all, or localhost.");
        return false;
    }

    private static AdminSettings Admin(SettingsReader reader)
    {
        var otherwise = new Uri("http://127.0.0.1:8081");
        if (reader.Section("Admin") is not { } admin)
        {
            return new(otherwise, null);
        }

        var listen = admin.Url("Listen") ?? otherwise;
        IsLocal(admin, "Listen", listen);
        if (listen.Scheme == Uri.UriSchemeHttps)
        {
            admin.Fault("Listen", listen.OriginalString, "must be http; the admin listener belongs on loopback or behind a proxy of yours.");
        }

        var settings = new AdminSettings(listen, admin.Text("Token"));
        admin.RejectUnknownKeys();
        return settings;
    }

    private static CertificateSettings? Certificate(SettingsReader reader, List<Uri> listen)
    {
        var needed = listen.Exists(static url => url.Scheme == Uri.UriSchemeHttps);
        if (reader.Section("Certificate") is not { } certificate)
        {
            if (needed)
            {
                reader.Fault("Certificate", null, "is missing, but a Listen address is https; set Certificate:Path to a PEM or PKCS#12 file.");
            }

            return null;
        }

        var settings = new CertificateSettings(certificate.Required("Path", "/etc/gatehouse/site.pem"), certificate.Text("Key"), certificate.Text("Password"));
        certificate.RejectUnknownKeys();
        foreach (var (key, file) in new[] { ("Path", settings.Path), ("Key", settings.Key) })
        {
            if (!string.IsNullOrEmpty(file) && !File.Exists(file))
            {
                certificate.Fault(key, file, "is not a file that can be read.");
            }
        }

        return settings;
    }

    private static List<IPNetwork> TrustedProxies(SettingsReader reader)
    {
        var networks = new List<IPNetwork>();
        foreach (var text in reader.Texts("TrustedProxies"))
        {
            if (IPAddress.TryParse(text, out var address))
            {
                networks.Add(new(address, address.GetAddressBytes().Length * 8));
            }
            else if (IPNetwork.TryParse(text, out var network))
            {
                networks.Add(network);
            }
            else
            {
                reader.Fault("TrustedProxies", text, "must be an IP address, or a network such as 10.0.0.0/8.");
            }
        }

        return networks;
    }

    private static List<SiteSettings> Sites(SettingsReader reader, IDestinationTypes types)
    {
        var sites = new List<SiteSettings>();
        foreach (var (name, site) in reader.Sections("Sites"))
        {
            sites.Add(SiteSettingsReader.Read(name, site, types));
        }

        if (sites.Count == 0)
        {
            reader.Fault("Sites", null, "is missing; name at least one site, for example \"Sites\": { \"shop\": { \"Hosts\": [ \"*\" ], \"Origin\": \"http://127.0.0.1:9301\" } }.");
        }

        foreach (var twice in sites.SelectMany(static site => site.Hosts.Select(host => (site.Name, Host: host))).GroupBy(static pair => pair.Host).Where(static group => group.Count() > 1))
        {
            reader.Fault("Sites", twice.Key.ToString(), $"is a host of more than one site ({string.Join(", ", twice.Select(static pair => pair.Name))}); leave it in one.");
        }

        return sites;
    }
}
