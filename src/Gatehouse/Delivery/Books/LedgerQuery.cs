using System.Globalization;

namespace Gatehouse.Delivery.Books;

/// <summary>What the ledger is asked: whose rows, of which time, how finely.</summary>
internal sealed record LedgerQuery
{
    /// <summary>The most minutes, hours or days of an answer.</summary>
    public const int MostTimes = 1500;

    /// <summary>The totals of all times.</summary>
    public static LedgerQuery Totals { get; } = new();

    /// <summary>Name of the site. Null: all.</summary>
    public string? Site { get; init; }

    /// <summary>Name of the destination. Null: all that are configured. What came in is told all the same.</summary>
    public string? Destination { get; init; }

    /// <summary>The first minute of receipt.</summary>
    public long From { get; init; } = Minutes.All;

    /// <summary>The first one behind.</summary>
    public long To { get; init; } = Minutes.All + 1;

    /// <summary>Minutes that are added up in a row.</summary>
    public long Step { get; init; } = 1;

    /// <summary>Whether it is about the totals, which are never deleted.</summary>
    public bool IsOfAllTimes => From == Minutes.All;

    /// <summary>Whether rows have a time.</summary>
    public bool HasTimes { get; init; }

    /// <summary>Reads a query.</summary>
    /// <param name="parameter">Gives <c>site</c>, <c>destination</c>, <c>from</c>, <c>to</c> and <c>by</c>. Null or empty: not there.</param>
    /// <param name="now">The time that it is.</param>
    /// <param name="refusal">What is wrong and how to mend it. Empty: nothing.</param>
    /// <returns>The query. Null: it is wrong.</returns>
    public static LedgerQuery? Read(Func<string, string?> parameter, DateTimeOffset now, out string refusal)
    {
        refusal = string.Empty;
        var (by, from, to) = (TextOf(parameter, "by"), TextOf(parameter, "from"), TextOf(parameter, "to"));
        var query = new LedgerQuery { Site = TextOf(parameter, "site"), Destination = TextOf(parameter, "destination") };
        if (by is null && from is null && to is null)
        {
            return query;
        }

        if (GrainOf(by) is not var (step, usual))
        {
            refusal = "by is minute, hour or day; without it there is one sum for the whole time.";
            return null;
        }

        // The running minute counts, too.
        var end = Minutes.Begin(Minutes.Of(now) + 1);
        if (to is not null && !LedgerTime.TryParse(to, now, out end))
        {
            refusal = $"to is not a time: {LedgerTime.Forms}";
            return null;
        }

        var begin = end - usual;
        if (from is not null && !LedgerTime.TryParse(from, now, out begin))
        {
            refusal = $"from is not a time: {LedgerTime.Forms}";
            return null;
        }

        if (begin >= end)
        {
            refusal = "from is not before to; without to the time ends now.";
            return null;
        }

        // Whole rows: a half one would be taken for a whole one.
        var first = Math.Max(0, Minutes.Of(begin) / step * step);
        var next = Math.Max(first + step, (Minutes.Of(end.AddTicks(-1)) / step * step) + step);
        var times = (next - first) / step;
        if (by is not null && times > MostTimes)
        {
            refusal = string.Create(CultureInfo.InvariantCulture, $"Those are {times} times, and at most {MostTimes} are answered: ask for a shorter time, or more coarsely by hour or day.");
            return null;
        }

        return query with { From = first, To = next, Step = by is null ? next - first : step, HasTimes = by is not null };
    }

    private static string? TextOf(Func<string, string?> parameter, string name) => parameter(name) is { Length: > 0 } text ? text : null;

    private static (long Step, TimeSpan Usual)? GrainOf(string? by) => by switch
    {
        null => (1, TimeSpan.FromHours(1)),
        "minute" => (1, TimeSpan.FromHours(1)),
        "hour" => (60, TimeSpan.FromHours(24)),
        "day" => (24 * 60, TimeSpan.FromDays(30)),
        _ => null,
    };
}
