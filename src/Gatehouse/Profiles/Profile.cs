using System.Text.Json;

namespace Gatehouse.Profiles;

/// <summary>What is known of a visitor, as a rule sees it. Immutable.</summary>
public sealed class Profile
{
    private readonly IReadOnlyDictionary<string, JsonElement> _traits;

    internal Profile(IReadOnlyDictionary<string, JsonElement> traits, IReadOnlyCollection<string>? audiences = null)
    {
        _traits = traits;
        Audiences = audiences ?? [];
    }

    /// <summary>A profile of which nothing is known.</summary>
    public static Profile Empty { get; } = new(new Dictionary<string, JsonElement>(StringComparer.Ordinal));

    /// <summary>All traits by name, computed ones too, and each audience that the visitor is in as <c>true</c>. Names are case-sensitive.</summary>
    public IReadOnlyDictionary<string, JsonElement> Traits => _traits;

    /// <summary>Names of the configured audiences that the visitor is in.</summary>
    public IReadOnlyCollection<string> Audiences { get; }

    /// <summary>Whether a trait is true: the JSON value <c>true</c>, or the text <c>"true"</c> that some senders write.</summary>
    /// <param name="trait">The trait's name, case-sensitive. An unknown trait is not true.</param>
    public bool Is(string trait) =>
        _traits.TryGetValue(trait, out var value)
        && (value.ValueKind == JsonValueKind.True || (value.ValueKind == JsonValueKind.String && value.ValueEquals("true"u8)));

    /// <summary>A trait that is a text.</summary>
    /// <param name="trait">The trait's name, case-sensitive.</param>
    /// <returns>Null: an unknown trait, or one that is not a text.</returns>
    public string? Text(string trait) =>
        _traits.TryGetValue(trait, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A trait that is a number.</summary>
    /// <param name="trait">The trait's name, case-sensitive.</param>
    /// <returns>The nearest double. Null: an unknown trait, one that is not a number, or one that no double is near to.</returns>
    public double? Number(string trait) =>
        _traits.TryGetValue(trait, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;

    /// <summary>A trait as a type of its own.</summary>
    /// <typeparam name="T"><see cref="bool"/>, <see cref="int"/>, <see cref="long"/>, <see cref="double"/>, <see cref="decimal"/>, <see cref="string"/>, <see cref="DateTimeOffset"/> or <see cref="JsonElement"/>, or one of them that can be null.</typeparam>
    /// <param name="trait">The trait's name, case-sensitive.</param>
    /// <returns>The default (null, zero, false): an unknown trait, or one that is not of that type.</returns>
    /// <exception cref="NotSupportedException">Another type.</exception>
    public T? Get<T>(string trait) => _traits.TryGetValue(trait, out var value) && TraitValue.Of(value, Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T)) is T typed ? typed : default;
}
