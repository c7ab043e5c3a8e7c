namespace Gatehouse.Sites;

/// <summary>Something wrong in the configuration.</summary>
/// <param name="Key">The full key, <c>Gatehouse:Sites:shop:Origin</c>.</param>
/// <param name="Value">What stands there. Null: nothing, or a secret.</param>
/// <param name="Mend">What is wrong and what would be right.</param>
internal sealed record SettingsError(string Key, string? Value, string Mend)
{
    /// <inheritdoc/>
    public override string ToString() => Value is null ? $"{Key}: {Mend}" : $"{Key}: '{Value}': {Mend}";
}
