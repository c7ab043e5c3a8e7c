using Gatehouse.Html.Simulation;

namespace Gatehouse.Html.Selectors.Matching;

/// <summary>The element whose start tag is being looked at.</summary>
internal readonly ref struct ElementView
{
    /// <summary>In UTF-8, in the letters of the source.</summary>
    public required ReadOnlySpan<byte> Name { get; init; }

    public required ElementName Type { get; init; }

    public required ElementNamespace Namespace { get; init; }

    /// <summary>The bytes of the tag behind its name.</summary>
    public required ReadOnlySpan<byte> Tag { get; init; }

    /// <summary>From one, among all children of its parent.</summary>
    public int Ordinal { get; init; }

    /// <summary>From one, among the children of its parent with its name.</summary>
    public int TypeOrdinal { get; init; }

    /// <summary>Of its parent; zero: it has none.</summary>
    public required int Depth { get; init; }

    public required SelectorMatcher Matcher { get; init; }
}
