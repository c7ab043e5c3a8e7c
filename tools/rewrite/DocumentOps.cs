using System.Text.Json;
using Gatehouse.Html;

namespace Gatehouse.Tools.Rewrite;

internal static class DocumentOps
{
    public static Action<HtmlDoctype> ParseDoctype(IReadOnlyList<JsonElement> ops, Log log) =>
        Handlers.Chain(ops.Select<JsonElement, Action<HtmlDoctype>>(op => Json.Property(op, "op") switch
        {
            "remove" => static doctype => doctype.Remove(),
            "log" => doctype => log.Add("doctype", doctype.Name, doctype.PublicId, doctype.SystemId),
            var name => throw Handlers.Unknown(name, "doctypes"),
        }));

    public static Action<HtmlDocumentEnd> ParseEnd(IReadOnlyList<JsonElement> ops, Log log) =>
        Handlers.Chain(ops.Select(op => ParseEnd(op, log)));

    private static Action<HtmlDocumentEnd> ParseEnd(JsonElement op, Log log)
    {
        var name = Json.Property(op, "op");
        switch (name)
        {
            case "append":
                var (content, kind) = Handlers.Content(op);
                return end => end.Append(content, kind);
            case "log":
                return _ => log.Add("end");
            default:
                throw Handlers.Unknown(name, "the end");
        }
    }
}
