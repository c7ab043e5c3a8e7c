namespace Gatehouse.Html.Selectors;

/// <summary>Why a selector is refused.</summary>
internal enum SelectorRefusal : byte
{
    /// <summary>It is not a selector by the grammar of Selectors 4 and CSS Syntax 3.</summary>
    Malformed,

    /// <summary>It is a selector, but a stream cannot answer it, or nobody has taught this one to.</summary>
    Unsupported,

    /// <summary>It goes beyond a bound of <see cref="SelectorLimits"/>.</summary>
    TooLarge,
}
