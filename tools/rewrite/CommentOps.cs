using System.Text.Json;
using Gatehouse.Html;

namespace Gatehouse.Tools.Rewrite;

internal static class CommentOps
{
    public static Action<HtmlComment> Parse(IReadOnlyList<JsonElement> ops, Log log) =>
        Handlers.Chain(ops.Select(op => Parse(op, log)));

    private static Action<HtmlComment> Parse(JsonElement op, Log log)
    {
        var name = Json.Property(op, "op");
        switch (name)
        {
            case "setText":
                var text = Json.Property(op, "content");
                return comment => comment.Text = text;
            case "log":
                return comment => log.Add("comment", comment.Text);
            default:
                return TokenOps.Parse(op, name) ?? throw Handlers.Unknown(name, "comments");
        }
    }
}
