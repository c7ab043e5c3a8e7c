using System.Globalization;

namespace Gatehouse.Profiles;

/// <summary>
/// How a trait is computed from a visitor's events: the same as an entry of <c>ComputedTraits</c> in the configuration
/// (<c>docs/audiences.md</c>). What cannot be computed stops the start, with all other faults of the configuration.
/// </summary>
public sealed class Compute
{
    private Compute(string how, string? of, When? when, TimeSpan? window = null, int? most = null)
    {
        var texts = new List<KeyValuePair<string, string>> { new("Compute", how) };
        texts.AddRange(of is null ? [] : [new("Of", of)]);
        texts.AddRange(when is null ? [] : Profiles.When.Below("When", when.Texts));
        texts.AddRange(window is { } span ? [new("Window", span.TotalSeconds.ToString("R", CultureInfo.InvariantCulture) + "s")] : []);
        texts.AddRange(most is { } values ? [new("Most", values.ToString(CultureInfo.InvariantCulture))] : []);
        Texts = texts;
    }

    /// <summary>Keys and texts as in the configuration.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Texts { get; }

    /// <summary>How many events.</summary>
    /// <param name="when">Which events count. Null: all.</param>
    /// <param name="window">How far back they count: one minute to 90 days. Null: for ever.</param>
    public static Compute Count(When? when = null, TimeSpan? window = null) => new("count", null, when, window);

    /// <summary>The sum of a number.</summary>
    /// <param name="of">Where it stands: <c>properties.</c>, <c>traits.</c> or <c>context.</c> and a name.</param>
    /// <param name="when">Which events count. Null: all.</param>
    /// <param name="window">How far back they count: one minute to 90 days. Null: for ever.</param>
    public static Compute Sum(string of, When? when = null, TimeSpan? window = null) => new("sum", of, when, window);

    /// <summary>The least of a number.</summary>
    /// <param name="of">Where it stands: <c>properties.</c>, <c>traits.</c> or <c>context.</c> and a name.</param>
    /// <param name="when">Which events count. Null: all.</param>
    /// <param name="window">How far back they count: one minute to 90 days. Null: for ever.</param>
    public static Compute Min(string of, When? when = null, TimeSpan? window = null) => new("min", of, when, window);

    /// <summary>The greatest of a number.</summary>
    /// <param name="of">Where it stands: <c>properties.</c>, <c>traits.</c> or <c>context.</c> and a name.</param>
    /// <param name="when">Which events count. Null: all.</param>
    /// <param name="window">How far back they count: one minute to 90 days. Null: for ever.</param>
    public static Compute Max(string of, When? when = null, TimeSpan? window = null) => new("max", of, when, window);

    /// <summary>The mean of a number.</summary>
    /// <param name="of">Where it stands: <c>properties.</c>, <c>traits.</c> or <c>context.</c> and a name.</param>
    /// <param name="when">Which events count. Null: all.</param>
    /// <param name="window">How far back they count: one minute to 90 days. Null: for ever.</param>
    public static Compute Average(string of, When? when = null, TimeSpan? window = null) => new("average", of, when, window);

    /// <summary>The value of the earliest event.</summary>
    /// <param name="of">Where it stands: <c>properties.</c>, <c>traits.</c> or <c>context.</c> and a name.</param>
    /// <param name="when">Which events count. Null: all.</param>
    public static Compute First(string of, When? when = null) => new("first", of, when);

    /// <summary>The value of the latest event.</summary>
    /// <param name="of">Where it stands: <c>properties.</c>, <c>traits.</c> or <c>context.</c> and a name.</param>
    /// <param name="when">Which events count. Null: all.</param>
    public static Compute Last(string of, When? when = null) => new("last", of, when);

    /// <summary>The values of the latest events, as an array, the latest first.</summary>
    /// <param name="of">Where they stand: <c>properties.</c>, <c>traits.</c> or <c>context.</c> and a name.</param>
    /// <param name="when">Which events count. Null: all.</param>
    /// <param name="most">How many, 1 to 32.</param>
    public static Compute LastValues(string of, When? when = null, int most = 10) => new("last-values", of, when, most: most);

    /// <summary>How many different values, 256 at most.</summary>
    /// <param name="of">Where they stand: <c>properties.</c>, <c>traits.</c> or <c>context.</c> and a name.</param>
    /// <param name="when">Which events count. Null: all.</param>
    /// <param name="window">How far back they count: one minute to 90 days. Null: for ever.</param>
    public static Compute UniqueCount(string of, When? when = null, TimeSpan? window = null) => new("unique-count", of, when, window);

    /// <summary>The value of most events.</summary>
    /// <param name="of">Where it stands: <c>properties.</c>, <c>traits.</c> or <c>context.</c> and a name.</param>
    /// <param name="when">Which events count. Null: all.</param>
    public static Compute MostFrequent(string of, When? when = null) => new("most-frequent", of, when);

    /// <summary>Whole seconds since the latest event.</summary>
    /// <param name="when">Which events count. Null: all.</param>
    public static Compute TimeSince(When? when = null) => new("time-since", null, when);
}
