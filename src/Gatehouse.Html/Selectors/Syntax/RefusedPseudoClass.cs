namespace Gatehouse.Html.Selectors.Syntax;

/// <summary>Why a pseudo-class cannot be used, in words that help whoever wrote it.</summary>
internal static class RefusedPseudoClass
{
    public static string Reason(string name) => name switch
    {
        "last-child" or "last-of-type" or "only-child" or "only-of-type" or "nth-last-child" or "nth-last-of-type" =>
            "it depends on siblings that come later, and the start tag has to leave before them",
        "empty" or "has" or "blank" => "it depends on the element's content, and the start tag has to leave before it",
        "nth-col" or "nth-last-col" => "it depends on the layout of a table",
        "hover" or "active" or "focus" or "focus-visible" or "focus-within" or "visited" or "link" or "any-link"
            or "local-link" or "target" or "target-within" or "checked" or "indeterminate" or "enabled" or "disabled"
            or "default" or "valid" or "invalid" or "user-valid" or "user-invalid" or "in-range" or "out-of-range"
            or "required" or "optional" or "read-only" or "read-write" or "placeholder-shown" or "autofill" or "fullscreen"
            or "modal" or "open" or "popover-open" or "playing" or "paused" or "defined" =>
            "it speaks of a page in a browser; use an attribute selector where the markup says it",
        "lang" or "dir" or "scope" or "host" or "host-context" or "matches" or "any" or "-webkit-any" or "-moz-any"
            or "current" or "past" or "future" => "it is not among those of this rewriter",
        _ => "there is no such pseudo-class here",
    };
}
