namespace Gatehouse.Visitors.PublicSuffixes;

/// <summary>
/// Says which domain a host's cookies belong to, by the whole public suffix list: ICANN's rules and the private ones. The list
/// is text that the build embeds; it is searched where it lies, so that a look-up allocates nothing and a start builds nothing.
/// </summary>
internal static class PublicSuffixList
{
    // The longest rule has 7 labels; what stands left of it cannot change the answer.
    private const int MostLabels = 10;

    private static readonly byte[] Lines = Load();

    [Flags]
    private enum Rules
    {
        None = 0,
        Suffix = 1,
        EveryNameBelow = 2,
        Exception = 4,
    }

    /// <summary>The shortest domain above a host that one owner has to himself (<c>shop.co.uk</c> of <c>www.shop.co.uk</c>).</summary>
    /// <param name="host">A name in ASCII form, in lower case, without a dot at the end. Not an IP address.</param>
    /// <returns>The end of <paramref name="host"/>. Empty: the host is a public suffix itself, or a single label.</returns>
    public static ReadOnlySpan<char> RegistrableDomain(ReadOnlySpan<char> host)
    {
        var start = host.Length + 1;

        // A name under no rule is judged as if its last label were one (the list's rule "*").
        var suffix = host.LastIndexOf('.') + 1;
        var everyNameHere = false;
        for (var labels = 0; labels < MostLabels && start > 0; labels++)
        {
            start = start == 1 ? 0 : host[..(start - 1)].LastIndexOf('.') + 1;
            var rules = Find(host[start..]);
            if ((rules & Rules.Exception) != Rules.None)
            {
                return host[start..];
            }

            if (everyNameHere || (rules & Rules.Suffix) != Rules.None)
            {
                suffix = start;
            }

            everyNameHere = (rules & Rules.EveryNameBelow) != Rules.None;
        }

        return suffix == 0 ? default : host[(host[..(suffix - 1)].LastIndexOf('.') + 1)..];
    }

    private static Rules Find(ReadOnlySpan<char> name)
    {
        ReadOnlySpan<byte> lines = Lines;
        while (!lines.IsEmpty)
        {
            var start = lines[..(lines.Length / 2)].LastIndexOf((byte)'\n') + 1;
            var line = lines[start..];
            line = line[..line.IndexOf((byte)'\n')];
            var tab = line.IndexOf((byte)'\t');
            var order = Compare(name, tab < 0 ? line : line[..tab]);
            if (order == 0)
            {
                return Parse(line[(tab + 1)..]);
            }

            lines = order < 0 ? lines[..start] : lines[(start + line.Length + 1)..];
        }

        return Rules.None;
    }

    private static int Compare(ReadOnlySpan<char> name, ReadOnlySpan<byte> line)
    {
        var shared = Math.Min(name.Length, line.Length);
        for (var i = 0; i < shared; i++)
        {
            if (name[i] != line[i])
            {
                return name[i] - line[i];
            }
        }

        return name.Length - line.Length;
    }

    private static Rules Parse(ReadOnlySpan<byte> marks)
    {
        var rules = Rules.None;
        foreach (var mark in marks)
        {
            rules |= mark switch
            {
                (byte)'=' => Rules.Suffix,
                (byte)'*' => Rules.EveryNameBelow,
                (byte)'!' => Rules.Exception,
                _ => Rules.None,
            };
        }

        return rules;
    }

    private static byte[] Load()
    {
        using var resource = typeof(PublicSuffixList).Assembly.GetManifestResourceStream("public-suffixes.txt")
            ?? throw new InvalidOperationException("The build did not embed public-suffixes.txt.");
        var lines = new byte[resource.Length];
        resource.ReadExactly(lines);
        return lines;
    }
}
