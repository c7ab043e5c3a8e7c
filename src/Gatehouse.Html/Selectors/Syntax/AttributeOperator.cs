namespace Gatehouse.Html.Selectors.Syntax;

/// <summary>How the value of an attribute is compared (Selectors 4, 6.1 and 6.2).</summary>
internal enum AttributeOperator : byte
{
    /// <summary>Not at all: the attribute is there.</summary>
    Exists,
    Equals,

    /// <summary><c>~=</c></summary>
    HasWord,

    /// <summary><c>|=</c></summary>
    HasLanguage,

    /// <summary><c>^=</c></summary>
    StartsWith,

    /// <summary><c>$=</c></summary>
    EndsWith,

    /// <summary><c>*=</c></summary>
    Contains,
}
