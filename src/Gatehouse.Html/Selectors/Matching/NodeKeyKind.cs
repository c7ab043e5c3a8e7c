namespace Gatehouse.Html.Selectors.Matching;

/// <summary>In the order of how rare they are apt to be.</summary>
internal enum NodeKeyKind : byte
{
    /// <summary>An attribute with a certain value.</summary>
    Value,

    /// <summary>An attribute with a certain word in its value.</summary>
    Word,

    /// <summary>An attribute with any value.</summary>
    Present,
    Type,
}
