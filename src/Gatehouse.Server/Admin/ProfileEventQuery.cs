using System.Globalization;
using Gatehouse.Profiles.History;

namespace Gatehouse.Server.Admin;

/// <summary>Reads which events of a profile are asked for.</summary>
internal static class ProfileEventQuery
{
    private const int Default = 10;
    private const int Most = 100;

    /// <summary>Reads it. Null: something makes no sense.</summary>
    /// <param name="query">The query.</param>
    /// <param name="fault">What makes no sense, and how to mend it.</param>
    public static HistoryQuery? Of(IQueryCollection query, out string fault)
    {
        fault = string.Empty;
        if (!TryTime(query["start"], out var from) || !TryTime(query["end"], out var to))
        {
            fault = "start and end are times, such as 2026-01-31 or 2026-01-31T12:00:00Z.";
            return null;
        }

        long? next = null;
        if (query["next"] is [{ Length: > 0 } text])
        {
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var place))
            {
                fault = "next is what the page before it has in cursor.next.";
                return null;
            }

            next = place;
        }

        string? sort = query["sort"];
        if (sort is not null and not "" and not "asc" and not "desc")
        {
            fault = "sort is asc or desc.";
            return null;
        }

        return new()
        {
            From = from,
            To = to,
            Include = Names(query["include"]),
            Exclude = Names(query["exclude"]),
            IsNewestFirst = sort != "asc",
            Limit = int.TryParse(query["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? Math.Clamp(limit, 1, Most) : Default,
            Next = next,
        };
    }

    private static HashSet<string>? Names(string? text) => string.IsNullOrEmpty(text) ? null : text.Split(',').ToHashSet(StringComparer.Ordinal);

    private static bool TryTime(string? text, out DateTimeOffset? time)
    {
        time = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        var isTime = Sites.OrderedValue.TryParseDate(text, out var read);
        time = read;
        return isTime;
    }
}
