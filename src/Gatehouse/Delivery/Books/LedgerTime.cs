using System.Globalization;

namespace Gatehouse.Delivery.Books;

/// <summary>Times as they are asked for: <c>2026-11-25</c>, <c>2026-11-25T10:30Z</c>, or how long ago: <c>90m</c>, <c>24h</c>, <c>7d</c>.</summary>
internal static class LedgerTime
{
    /// <summary>How a time is written, for people.</summary>
    public const string Forms = "write 2026-11-25, 2026-11-25T10:30Z, or how long ago: 90m, 24h, 7d.";

    private static readonly string[] Formats = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    /// <summary>Reads one. Without an offset it is UTC.</summary>
    public static bool TryParse(string text, DateTimeOffset now, out DateTimeOffset time)
    {
        if (MinutesOf(text[^1]) is { } unit && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var ago))
        {
            time = now - TimeSpan.FromMinutes(Math.Min(ago * unit, Minutes.Of(now)));
            return true;
        }

        return DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
    }

    private static long? MinutesOf(char unit) => unit switch
    {
        'm' => 1,
        'h' => 60,
        'd' => 24 * 60,
        _ => null,
    };
}
