namespace Gatehouse.Sites;

/// <summary>The configuration cannot serve. Carries every error at once.</summary>
internal sealed class InvalidSettingsException(IReadOnlyList<SettingsError> errors) : Exception(Describe(errors))
{
    /// <summary>All that is wrong; at least one.</summary>
    public IReadOnlyList<SettingsError> Errors { get; } = errors;

    private static string Describe(IReadOnlyList<SettingsError> errors) =>
        $"The configuration has {errors.Count} error{(errors.Count == 1 ? "" : "s")}:{Environment.NewLine}"
        + string.Join(Environment.NewLine, errors.Select(static error => "  - " + error));
}
