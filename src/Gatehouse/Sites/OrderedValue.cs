using System.Globalization;

namespace Gatehouse.Sites;

/// <summary>What can be greater or less: a number, or a date.</summary>
/// <param name="Number">The number, when it is one.</param>
/// <param name="Date">The date, in UTC. Null: a number.</param>
internal readonly record struct OrderedValue(double Number, DateTimeOffset? Date)
{
    /// <summary>The most characters that are read. An ISO 8601 time with all its digits has 33.</summary>
    public const int Longest = 64;

    /// <summary>Reads a number as JSON has them, or a date as <see cref="TryParseDate"/> does.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out OrderedValue value)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            value = new(number, null);
            return true;
        }

        var isDate = TryParseDate(text, out var date);
        value = new(0, date);
        return isDate;
    }

    /// <summary>Reads ISO 8601, a date alone or with a time; without an offset it is UTC.</summary>
    public static bool TryParseDate(ReadOnlySpan<char> text, out DateTimeOffset date)
    {
        // Other notations could be read, too, but not in one way only.
        date = default;
        return text.Length <= Longest && text is [>= '0' and <= '9', _, _, >= '0' and <= '9', '-', ..]
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out date);
    }
}
