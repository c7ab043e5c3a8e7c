using System.Text.Json;
using Gatehouse.Html;

namespace Gatehouse.Tools.Rewrite;

internal static class ElementOps
{
    public static Action<HtmlElement> Parse(IReadOnlyList<JsonElement> ops, Log log) =>
        Handlers.Chain(ops.Select(op => Parse(op, log)));

    private static Action<HtmlElement> Parse(JsonElement op, Log log)
    {
        var name = Json.Property(op, "op");
        switch (name)
        {
            case "remove":
                return static element => element.Remove();
            case "removeAndKeepContent":
                return static element => element.RemoveAndKeepContent();
            case "setAttribute":
                var (attribute, set) = (Json.Property(op, "name"), Json.Property(op, "value"));
                return element => element.SetAttribute(attribute, set);
            case "removeAttribute":
                var removed = Json.Property(op, "name");
                return element => element.RemoveAttribute(removed);
            case "setTagName":
                var tagName = Json.Property(op, "value");
                return element => element.TagName = tagName;
            case "onEndTag":
                var atEnd = Handlers.Chain(Handlers.Ops(op).Select(inner => ParseEndTag(inner, log)));
                return element =>
                {
                    // A second handler takes the place of the first, as in the HTMLRewriter of JavaScript runtimes.
                    element.RemoveEndTagHandlers();
                    element.OnEndTag(atEnd);
                };
            case "log":
                return log.Add;
            default:
                return ParseContent(op, name);
        }
    }

    private static Action<HtmlElement> ParseContent(JsonElement op, string name)
    {
        if (name is not ("before" or "after" or "prepend" or "append" or "setInnerContent" or "replace"))
        {
            throw Handlers.Unknown(name, "elements");
        }

        var (content, kind) = Handlers.Content(op);
        return name switch
        {
            "before" => element => element.Before(content, kind),
            "after" => element => element.After(content, kind),
            "prepend" => element => element.Prepend(content, kind),
            "append" => element => element.Append(content, kind),
            "setInnerContent" => element => element.SetInnerContent(content, kind),
            _ => element => element.Replace(content, kind),
        };
    }

    private static Action<HtmlEndTag> ParseEndTag(JsonElement op, Log log)
    {
        var name = Json.Property(op, "op");
        switch (name)
        {
            case "setName":
                var value = Json.Property(op, "value");
                return end => end.Name = value;
            case "log":
                return end => log.Add("endTag", end.Name);
            default:
                return TokenOps.Parse(op, name) ?? throw Handlers.Unknown(name, "end tags");
        }
    }
}
