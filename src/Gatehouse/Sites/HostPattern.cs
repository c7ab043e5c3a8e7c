namespace Gatehouse.Sites;

/// <summary>Which hosts are a site's: one name, all names below a domain (<c>*.shop.example</c>), or all (<c>*</c>).</summary>
internal readonly record struct HostPattern
{
    private HostPattern(string name, HostPatternKind kind)
    {
        Name = name;
        Kind = kind;
    }

    /// <summary>The exact name, or the domain below which names match. Lower case. Empty for all.</summary>
    public string Name { get; }

    /// <summary>How <see cref="Name"/> is matched.</summary>
    public HostPatternKind Kind { get; }

    /// <summary>Reads a pattern as configured.</summary>
    public static bool TryParse(string text, out HostPattern pattern)
    {
        pattern = default;
        if (string.Equals(text, "*", StringComparison.Ordinal))
        {
            pattern = new(string.Empty, HostPatternKind.All);
            return true;
        }

        var below = text.StartsWith("*.", StringComparison.Ordinal);
        if (!SiteHost.TryParse(below ? text[2..] : text, out var host) || host.Port is not null)
        {
            return false;
        }

        pattern = new(host.Name, below ? HostPatternKind.Below : HostPatternKind.Exact);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        HostPatternKind.All => "*",
        HostPatternKind.Below => "*." + Name,
        _ => Name,
    };
}
