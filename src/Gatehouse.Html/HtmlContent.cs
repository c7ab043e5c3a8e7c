namespace Gatehouse.Html;

/// <summary>How content that a handler puts in is meant.</summary>
public enum HtmlContent
{
    /// <summary>As text: <c>&lt;</c>, <c>&gt;</c> and <c>&amp;</c> are escaped. The default.</summary>
    Text,

    /// <summary>As HTML: it goes out as it is.</summary>
    Html,
}
