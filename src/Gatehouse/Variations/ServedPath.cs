using System.Buffers;

namespace Gatehouse.Variations;

/// <summary>Says which paths a rule may pick.</summary>
internal static class ServedPath
{
    private const int Longest = 2048;

    // What ends a path, what some servers take for a slash, and control characters.
    private static readonly SearchValues<char> Forbidden = SearchValues.Create(['?', '#', '\\', .. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Select(static code => (char)code)]);

    /// <summary>Whether a path begins with one slash and stays below it: no <c>//</c>, no step upwards however it is written, no query.</summary>
    public static bool IsValid(string path) =>
        path.Length is > 0 and <= Longest
        && path[0] == '/'
        && !path.Contains("//", StringComparison.Ordinal)
        && !path.AsSpan().ContainsAny(Forbidden)
        && !HasDotSegment(path);

    private static bool HasDotSegment(string path)
    {
        foreach (var range in path.AsSpan().Split('/'))
        {
            var segment = path.AsSpan(range);
            if (segment.Length <= 6 && segment.ToString().Replace("%2e", ".", StringComparison.OrdinalIgnoreCase) is "." or "..")
            {
                return true;
            }
        }

        return false;
    }
}
