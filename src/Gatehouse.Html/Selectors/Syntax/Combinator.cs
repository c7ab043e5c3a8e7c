namespace Gatehouse.Html.Selectors.Syntax;

/// <summary>How a compound stands to the one before it.</summary>
internal enum Combinator : byte
{
    /// <summary>It is the first.</summary>
    None,
    Descendant,
    Child,

    /// <summary><c>+</c></summary>
    NextSibling,

    /// <summary><c>~</c></summary>
    LaterSibling,
}
