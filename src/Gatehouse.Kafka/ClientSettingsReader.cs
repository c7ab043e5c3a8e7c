using System.Collections.Frozen;
using Confluent.Kafka;
using Gatehouse.Delivery;

namespace Gatehouse.Kafka;

/// <summary>Reads what librdkafka is told, and has librdkafka itself check it.</summary>
internal static class ClientSettingsReader
{
    private const string Settings = "Settings";
    private const string Name = "gatehouse";

    // What this destination promises, or sets by keys of its own.
    private static readonly FrozenDictionary<string, string> Reserved = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["bootstrap.servers"] = "is set by BootstrapServers.",
        ["metadata.broker.list"] = "is set by BootstrapServers.",
        ["compression.type"] = "is set by Compression.",
        ["compression.codec"] = "is set by Compression.",
        ["security.protocol"] = "is set by SecurityProtocol.",
        ["sasl.mechanism"] = "is set by SaslMechanism.",
        ["sasl.mechanisms"] = "is set by SaslMechanism.",
        ["sasl.username"] = "is set by SaslUsername.",
        ["sasl.password"] = "is set by SaslPassword.",
        ["message.timeout.ms"] = "follows from Timeout.",
        ["delivery.timeout.ms"] = "follows from Timeout.",
        ["acks"] = "is always all.",
        ["request.required.acks"] = "is always all.",
        ["enable.idempotence"] = "is always true.",
        ["enable.gapless.guarantee"] = "is always true.",
        ["transactional.id"] = "cannot be used: nothing is sent in transactions.",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    // They change how the client is used, not what it does.
    private const string OfTheBinding = "dotnet.";

    /// <summary>Reads the settings.</summary>
    public static ClientSettings Read(DestinationOptionsReader settings)
    {
        var user = settings.Text("SaslUsername");
        var password = settings.Text("SaslPassword");
        var mechanism = settings.Choice(
            "SaslMechanism",
            user is null ? null : "PLAIN",
            ("plain", "PLAIN"),
            ("scram-sha-256", "SCRAM-SHA-256"),
            ("scram-sha-512", "SCRAM-SHA-512"),
            ("oauthbearer", "OAUTHBEARER"),
            ("gssapi", "GSSAPI"));

        // Who has credentials hardly means to send them in the clear.
        var protocol = settings.Choice(
            "SecurityProtocol",
            mechanism is null ? "plaintext" : "sasl_ssl",
            ("plaintext", "plaintext"),
            ("ssl", "ssl"),
            ("sasl_plaintext", "sasl_plaintext"),
            ("sasl_ssl", "sasl_ssl"));
        var isWhole = HasItsCredentials(settings, protocol, mechanism, user, password);
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["client.id"] = Name,
            ["bootstrap.servers"] = settings.Required("BootstrapServers", "kafka-1.example:9092,kafka-2.example:9092"),
            ["security.protocol"] = protocol,
            ["compression.type"] = settings.Choice("Compression", "none", ("none", "none"), ("gzip", "gzip"), ("snappy", "snappy"), ("lz4", "lz4"), ("zstd", "zstd")),
            ["acks"] = "all",
            ["enable.idempotence"] = "true",

            // A batch that is refused must not be overtaken by the next one.
            ["enable.gapless.guarantee"] = "true",

            // Keys lie in the partitions in which other clients would put them.
            ["partitioner"] = "murmur2_random",
            ["queue.buffering.max.kbytes"] = "65536",

            // A topic that is not there is told by its name before the attempt ends.
            ["topic.metadata.propagation.max.ms"] = "5000",
        };
        AddIf(values, "sasl.mechanism", mechanism);
        AddIf(values, "sasl.username", user);
        AddIf(values, "sasl.password", password);
        AddMore(values, settings);
        var client = new ClientSettings(values);
        if (isWhole)
        {
            Check(settings, client);
        }

        return client;
    }

    private static void AddIf(Dictionary<string, string> values, string name, string? value)
    {
        if (value is not null)
        {
            values[name] = value;
        }
    }

    private static void AddMore(Dictionary<string, string> values, DestinationOptionsReader settings)
    {
        foreach (var (key, value) in settings.Pairs(Settings))
        {
            // Names of librdkafka are small, and the configuration's keys are not case-sensitive.
            var name = key.ToLowerInvariant();
            if (Reserved.TryGetValue(name, out var reason))
            {
                settings.Fault($"{Settings}:{key}", null, reason);
            }
            else if (name.StartsWith(OfTheBinding, StringComparison.Ordinal))
            {
                settings.Fault($"{Settings}:{key}", null, "is no setting of librdkafka.");
            }
            else
            {
                values[name] = value;
            }
        }
    }

    private static bool HasItsCredentials(DestinationOptionsReader settings, string protocol, string? mechanism, string? user, string? password)
    {
        if (mechanism is "PLAIN" or "SCRAM-SHA-256" or "SCRAM-SHA-512" && (user is null || password is null))
        {
            settings.Fault(user is null ? "SaslUsername" : "SaslPassword", null, $"is missing; {mechanism} needs both SaslUsername and SaslPassword.");
            return false;
        }

        if (mechanism is not null && !protocol.StartsWith("sasl", StringComparison.Ordinal))
        {
            settings.Fault("SecurityProtocol", protocol, "must be sasl_ssl or sasl_plaintext when there are credentials.");
            return false;
        }

        if (mechanism is null && protocol.StartsWith("sasl", StringComparison.Ordinal))
        {
            settings.Fault("SaslMechanism", null, $"is missing; {protocol} needs one.");
            return false;
        }

        return true;
    }

    /// <summary>Makes a client that reaches nobody, and lets go of it: librdkafka checks all settings then, and reads the files that they name.</summary>
    private static void Check(DestinationOptionsReader settings, ClientSettings client)
    {
        var config = client.ToConfig();
        config.BootstrapServers = string.Empty;
        try
        {
            using var producer = NativeClient.Build(config, static builder => builder.SetLogHandler(static (_, _) => { }));
        }
        catch (Exception refused) when (refused is InvalidOperationException or ArgumentException or KafkaException)
        {
            settings.Fault(string.Empty, null, $"is not taken by librdkafka: {client.Without(refused.Message).TrimEnd('.')}.");
        }
        catch (Exception missing) when (missing is DllNotFoundException or TypeInitializationException or BadImageFormatException)
        {
            settings.Fault("Type", null, "needs librdkafka, which cannot be loaded; its files, such as librdkafka.so, belong beside the program.");
        }
    }
}
