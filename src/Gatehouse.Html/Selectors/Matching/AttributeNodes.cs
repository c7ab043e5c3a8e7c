namespace Gatehouse.Html.Selectors.Matching;

/// <summary>The nodes that are found by one attribute.</summary>
internal sealed class AttributeNodes
{
    /// <summary>Found when it is there.</summary>
    public required SelectorNode[] Present { get; init; }

    /// <summary>Found by its whole value.</summary>
    public required NameTable<SelectorNode[]> Values { get; init; }

    /// <summary>Found by a word of its value.</summary>
    public required NameTable<SelectorNode[]> Words { get; init; }

    public bool NeedsValue => Values.Count + Words.Count > 0;
}
