namespace Gatehouse.Sites;

/// <summary>Finds what somebody meant who mistyped a name.</summary>
internal static class NearestName
{
    /// <summary>The candidate with the fewest edits, when that is few enough to be a slip. Null: none is near.</summary>
    public static string? Of(string text, IEnumerable<string> candidates)
    {
        string? nearest = null;
        var fewest = Math.Max(2, text.Length / 3) + 1;
        foreach (var candidate in candidates)
        {
            var edits = Edits(text.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (edits < fewest)
            {
                fewest = edits;
                nearest = candidate;
            }
        }

        return nearest;
    }

    private static int Edits(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
