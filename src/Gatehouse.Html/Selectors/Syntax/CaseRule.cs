namespace Gatehouse.Html.Selectors.Syntax;

/// <summary>Whether the case of ASCII letters matters in the value of an attribute.</summary>
internal enum CaseRule : byte
{
    Sensitive,

    /// <summary>The <c>i</c> flag.</summary>
    Insensitive,

    /// <summary>No flag, and an attribute of the HTML standard's list (4.16.2): insensitive on HTML elements.</summary>
    InsensitiveInHtml,
}
