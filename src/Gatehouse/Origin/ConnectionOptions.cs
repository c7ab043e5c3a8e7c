using Microsoft.Extensions.Primitives;

namespace Gatehouse.Origin;

/// <summary>Header names that a <c>Connection</c> header lists: they were meant for one hop only (RFC 9110, 7.6.1).</summary>
internal static class ConnectionOptions
{
    /// <summary>The names listed, but for <c>close</c>, <c>keep-alive</c> and <c>upgrade</c>, which the servers handle themselves.</summary>
    public static IEnumerable<string> Listed(StringValues connection)
    {
        foreach (var line in connection)
        {
            // Nearly always one of two words: nothing is split then.
            if (line is null || IsHandled(line))
            {
                continue;
            }

            foreach (var name in line.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                if (!IsHandled(name))
                {
                    yield return name;
                }
            }
        }
    }

    private static bool IsHandled(string option) =>
        option.Equals("keep-alive", StringComparison.OrdinalIgnoreCase)
        || option.Equals("close", StringComparison.OrdinalIgnoreCase)
        || option.Equals("upgrade", StringComparison.OrdinalIgnoreCase);
}
