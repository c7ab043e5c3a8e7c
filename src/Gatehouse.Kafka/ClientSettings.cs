using Confluent.Kafka;

namespace Gatehouse.Kafka;

/// <summary>Settings of librdkafka by their names; equal if all are. It is never shown: it may hold secrets.</summary>
internal sealed class ClientSettings(IEnumerable<KeyValuePair<string, string>> settings) : IEquatable<ClientSettings>
{
    private const string Replacement = "***";

    private readonly SortedDictionary<string, string> _settings = new(new Dictionary<string, string>(settings, StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>A configuration of its own with these settings.</summary>
    public ProducerConfig ToConfig() => new(new Dictionary<string, string>(_settings, StringComparer.Ordinal));

    /// <summary>A text of librdkafka without what is a secret here.</summary>
    public string Without(string text) =>
        _settings.Where(static setting => IsSecret(setting.Key) && setting.Value.Length > 0).Aggregate(text, static (shown, secret) => shown.Replace(secret.Value, Replacement, StringComparison.Ordinal));

    /// <inheritdoc/>
    public bool Equals(ClientSettings? other) => other is not null && _settings.SequenceEqual(other._settings);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ClientSettings);

    /// <inheritdoc/>
    public override int GetHashCode() => _settings.Aggregate(0, static (hash, setting) => HashCode.Combine(hash, setting.Key, setting.Value));

    private static bool IsSecret(string name) =>
        name.EndsWith("password", StringComparison.Ordinal) || name.EndsWith("secret", StringComparison.Ordinal) || name.EndsWith("key.pem", StringComparison.Ordinal)
        || name is "sasl.oauthbearer.config";
}
