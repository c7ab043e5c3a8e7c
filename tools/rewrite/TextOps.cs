using System.Text;
using System.Text.Json;
using Gatehouse.Html;

namespace Gatehouse.Tools.Rewrite;

/// <summary>Operations on text: each says on which of its chunks.</summary>
internal sealed class TextOps
{
    private readonly (string When, Action<HtmlText> Run)[] _ops;
    private readonly StringBuilder _seen = new();
    private bool _isFirst = true;

    public TextOps(IReadOnlyList<JsonElement> ops, Log log) => _ops = [.. ops.Select(op => Parse(op, log))];

    public void Run(HtmlText chunk)
    {
        var text = chunk.Text;
        _seen.Append(text);
        foreach (var (when, run) in _ops)
        {
            var applies = when switch
            {
                "first" => _isFirst,
                "last" => chunk.IsLastInNode,
                _ => text.Length > 0 || !chunk.IsLastInNode,
            };
            if (applies)
            {
                run(chunk);
            }
        }

        _isFirst = chunk.IsLastInNode;
        if (chunk.IsLastInNode)
        {
            _seen.Clear();
        }
    }

    private (string When, Action<HtmlText> Run) Parse(JsonElement op, Log log)
    {
        var name = Json.Property(op, "op");
        if (name == "log")
        {
            return ("last", _ => LogText(log));
        }

        var when = Json.Optional(op, "when") is { } given ? Json.Text(given, "when") : "each";
        if (when is not ("first" or "last" or "each"))
        {
            throw new FormatException($"There is no '{when}' chunk.");
        }

        return (when, TokenOps.Parse(op, name) ?? throw Handlers.Unknown(name, "text"));
    }

    private void LogText(Log log)
    {
        if (_seen.Length > 0)
        {
            log.Add("text", _seen.ToString());
        }
    }
}
