using System.Globalization;

namespace Gatehouse.Sites;

/// <summary>Numbers of bytes as people write them. The units are powers of 1,024.</summary>
internal static class ByteSize
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB"];

    /// <summary>Reads a whole number, alone or with a unit.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out long bytes)
    {
        var unit = text.TrimStart("0123456789");
        var power = unit.IsEmpty ? 0 : UnitOf(unit.TrimStart());
        if (power < 0 || !long.TryParse(text[..^unit.Length], NumberStyles.None, CultureInfo.InvariantCulture, out bytes) || bytes > long.MaxValue >> (10 * power))
        {
            bytes = 0;
            return false;
        }

        bytes <<= 10 * power;
        return true;
    }

    /// <summary>Writes it with the largest unit that leaves a whole number.</summary>
    public static string Describe(long bytes)
    {
        var power = 0;
        while (bytes != 0 && bytes % 1024 == 0 && power < Units.Length - 1)
        {
            bytes /= 1024;
            power++;
        }

        return bytes.ToString(CultureInfo.InvariantCulture) + (bytes == 0 ? string.Empty : Units[power]);
    }

    private static int UnitOf(ReadOnlySpan<char> unit)
    {
        for (var power = 0; power < Units.Length; power++)
        {
            if (unit.Equals(Units[power], StringComparison.OrdinalIgnoreCase))
            {
                return power;
            }
        }

        return -1;
    }
}
