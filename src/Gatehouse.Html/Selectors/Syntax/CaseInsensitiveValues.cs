using System.Collections.Frozen;

namespace Gatehouse.Html.Selectors.Syntax;

/// <summary>The attributes whose values selectors compare without regard to ASCII case on HTML elements (HTML, 4.16.2).</summary>
internal static class CaseInsensitiveValues
{
    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "accept", "accept-charset", "align", "alink", "axis", "bgcolor", "charset", "checked", "clear", "codetype", "color",
        "compact", "declare", "defer", "dir", "direction", "disabled", "enctype", "face", "frame", "hreflang", "http-equiv",
        "lang", "language", "link", "media", "method", "multiple", "nohref", "noresize", "noshade", "nowrap", "readonly",
        "rel", "rev", "rules", "scope", "scrolling", "selected", "shape", "target", "text", "type", "valign", "valuetype",
        "vlink");

    public static bool Contains(string name) => Names.Contains(name);
}
