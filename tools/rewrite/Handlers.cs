using System.Text.Json;
using Gatehouse.Html;

namespace Gatehouse.Tools.Rewrite;

/// <summary>From a handler of a request to a handler of the rewriter.</summary>
internal static class Handlers
{
    /// <remarks>Handlers of the end are called last first, as the HTMLRewriter of JavaScript runtimes does.</remarks>
    public static void AddAll(HtmlRewriterBuilder builder, IReadOnlyList<JsonElement> handlers, Log log)
    {
        foreach (var handler in handlers.Where(static handler => !IsOnEnd(handler)).Concat(handlers.Where(IsOnEnd).Reverse()))
        {
            Add(builder, handler, log);
        }
    }

    private static bool IsOnEnd(JsonElement handler) => Json.Property(handler, "on") == "end";

    private static void Add(HtmlRewriterBuilder builder, JsonElement handler, Log log)
    {
        var selector = Json.Optional(handler, "selector") is { } given ? Json.Text(given, "selector") : null;
        var on = Json.Property(handler, "on");
        var ops = Ops(handler);
        switch (on)
        {
            case "element":
                var elementOps = ElementOps.Parse(ops, log);
                builder.OnElement(selector ?? throw new FormatException("An element handler needs a selector."), elementOps);
                break;
            case "text" when selector is null:
                builder.OnText(new TextOps(ops, log).Run);
                break;
            case "text":
                builder.OnText(selector, new TextOps(ops, log).Run);
                break;
            case "comments" when selector is null:
                builder.OnComment(CommentOps.Parse(ops, log));
                break;
            case "comments":
                builder.OnComment(selector, CommentOps.Parse(ops, log));
                break;
            case "doctype" when selector is null:
                builder.OnDoctype(DocumentOps.ParseDoctype(ops, log));
                break;
            case "end" when selector is null:
                builder.OnEnd(DocumentOps.ParseEnd(ops, log));
                break;
            default:
                throw new FormatException($"There is no handler on '{on}' {(selector is null ? "without" : "with")} a selector.");
        }
    }

    public static IReadOnlyList<JsonElement> Ops(JsonElement of) => [.. Json.Array(of, "ops")];

    /// <summary>All operations, one after the other.</summary>
    public static Action<T> Chain<T>(IEnumerable<Action<T>> ops)
    {
        Action<T>[] all = [.. ops];
        return unit =>
        {
            foreach (var op in all)
            {
                op(unit);
            }
        };
    }

    public static (string Content, HtmlContent Kind) Content(JsonElement op) =>
        (Json.Property(op, "content"), Json.Flag(op, "html") ? HtmlContent.Html : HtmlContent.Text);

    public static FormatException Unknown(string op, string on) => new($"There is no operation '{op}' on {on}.");
}
