using Microsoft.Extensions.Primitives;

namespace Gatehouse.Assets;

/// <summary>Which of an asset's forms a client gets (RFC 9110, 12.5.3): the one it weighs highest, on a tie the smallest.</summary>
internal static class AcceptedCoding
{
    /// <summary><c>br</c>, <c>gzip</c>, or null for the text as it is.</summary>
    public static string? Choose(StringValues accepted, Asset asset)
    {
        int? brotli = null, gzip = null, identity = null, others = null;
        foreach (var line in accepted)
        {
            var rest = line.AsSpan();
            while (!rest.IsEmpty)
            {
                var comma = rest.IndexOf(',');
                Read(comma < 0 ? rest : rest[..comma], ref brotli, ref gzip, ref identity, ref others);
                rest = comma < 0 ? default : rest[(comma + 1)..];
            }
        }

        // Identity is always accepted unless refused, but only wanted when weighed.
        var best = identity ?? (others == 0 ? -1 : 0);
        string? chosen = null;
        Consider("gzip", asset.Gzip.IsEmpty ? 0 : gzip ?? others ?? 0);
        Consider("br", asset.Brotli.IsEmpty ? 0 : brotli ?? others ?? 0);
        return chosen;

        void Consider(string coding, int weight)
        {
            if (weight > 0 && weight >= best)
            {
                (best, chosen) = (weight, coding);
            }
        }
    }

    private static void Read(ReadOnlySpan<char> entry, ref int? brotli, ref int? gzip, ref int? identity, ref int? others)
    {
        var semicolon = entry.IndexOf(';');
        var coding = (semicolon < 0 ? entry : entry[..semicolon]).Trim();
        var weight = semicolon < 0 ? 1000 : Weight(entry[(semicolon + 1)..]);
        if (coding.Equals("br", StringComparison.OrdinalIgnoreCase))
        {
            brotli = weight;
        }
        else if (coding.Equals("gzip", StringComparison.OrdinalIgnoreCase) || coding.Equals("x-gzip", StringComparison.OrdinalIgnoreCase))
        {
            gzip = weight;
        }
        else if (coding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            identity = weight;
        }
        else if (coding is "*")
        {
            others = weight;
        }
    }

    /// <summary>Thousandths. A weight that is none counts as refused.</summary>
    private static int Weight(ReadOnlySpan<char> parameter)
    {
        parameter = parameter.Trim();
        if (parameter.Length < 3 || (parameter[0] | 0x20) != 'q' || parameter[1] != '=')
        {
            return 0;
        }

        var value = parameter[2..];
        if (value.Length > 5 || value[0] is not ('0' or '1') || (value.Length > 1 && value[1] != '.'))
        {
            return 0;
        }

        var thousandths = 0;
        for (var place = 2; place < 5; place++)
        {
            var digit = place < value.Length ? value[place] : '0';
            if (!char.IsAsciiDigit(digit))
            {
                return 0;
            }

            thousandths = (thousandths * 10) + (digit - '0');
        }

        return value[0] == '0' ? thousandths : thousandths == 0 ? 1000 : 0;
    }
}
