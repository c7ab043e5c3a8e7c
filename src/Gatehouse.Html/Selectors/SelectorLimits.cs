namespace Gatehouse.Html.Selectors;

/// <summary>The bounds of what is compiled. What a document may cost is bounded by the caller, who knows how deep it is.</summary>
internal static class SelectorLimits
{
    /// <summary>Characters of one selector.</summary>
    public const int Length = 4096;

    /// <summary>How deep lists may stand in parentheses. Parser, compiler and matcher recurse so far and no further.</summary>
    public const int Nesting = 16;

    /// <summary>Selectors of one program.</summary>
    public const int Count = 4096;
}
