namespace Gatehouse.Sites;

/// <summary>How many calls may come in a span of time. As many may come at once; more are admitted evenly.</summary>
/// <param name="Calls">How many; at least one.</param>
/// <param name="Period">A second, a minute or an hour.</param>
internal sealed record RateLimit(int Calls, TimeSpan Period)
{
    /// <summary>Reads <c>100/s</c>, <c>600/m</c> or <c>5000/h</c>.</summary>
    public static RateLimit? Parse(ReadOnlySpan<char> text)
    {
        TimeSpan? period = text switch
        {
            [.., '/', 's'] => TimeSpan.FromSeconds(1),
            [.., '/', 'm'] => TimeSpan.FromMinutes(1),
            [.., '/', 'h'] => TimeSpan.FromHours(1),
            _ => null,
        };
        return period is { } span && int.TryParse(text[..^2], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var calls) && calls > 0
            ? new(calls, span)
            : null;
    }
}
