using System.Text.Json;
using Gatehouse.Html;

namespace Gatehouse.Tools.Rewrite;

/// <summary>Operations that text, comments and end tags have in common.</summary>
internal static class TokenOps
{
    public static Action<HtmlToken>? Parse(JsonElement op, string name)
    {
        if (name == "remove")
        {
            return static token => token.Remove();
        }

        if (name is not ("before" or "after" or "replace"))
        {
            return null;
        }

        var (content, kind) = Handlers.Content(op);
        return name switch
        {
            "before" => token => token.Before(content, kind),
            "after" => token => token.After(content, kind),
            _ => token => token.Replace(content, kind),
        };
    }
}
