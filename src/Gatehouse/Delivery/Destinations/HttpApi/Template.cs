namespace Gatehouse.Delivery.Destinations.HttpApi;

/// <summary>A text with placeholders: <c>{{path}}</c>.</summary>
internal sealed class Template
{
    private const int LongestPath = 200;
    private const string Open = "{{";
    private const string Close = "}}";

    private Template(IReadOnlyList<TemplatePart> parts) => Parts = parts;

    /// <summary>Texts and placeholders in their order.</summary>
    public IReadOnlyList<TemplatePart> Parts { get; }

    /// <summary>The paths of the placeholders.</summary>
    public IEnumerable<string> Paths => Parts.Where(static part => part.IsPlaceholder).Select(static part => part.Text);

    /// <summary>Whether it differs from event to event.</summary>
    public bool DependsOnEvent => Paths.Any(static path => !path.StartsWith(TemplateValues.SecretsPrefix, StringComparison.Ordinal));

    /// <summary>Reads a template that was checked.</summary>
    public static Template Parse(string text) => TryParse(text, out var template, out var fault) ? template! : throw new FormatException(fault);

    /// <summary>Reads a template.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="template">The template, if there is no fault.</param>
    /// <param name="fault">What is wrong, as the end of a sentence.</param>
    public static bool TryParse(string text, out Template? template, out string? fault)
    {
        var parts = new List<TemplatePart>();
        template = null;
        fault = null;
        var position = 0;
        for (int open; (open = text.IndexOf(Open, position, StringComparison.Ordinal)) >= 0;)
        {
            var close = text.IndexOf(Close, open, StringComparison.Ordinal);
            if (close < 0)
            {
                fault = "has a placeholder that does not end; close it with }}.";
                return false;
            }

            var path = text[(open + Open.Length)..close].Trim();
            if (!IsPath(path))
            {
                fault = "has a placeholder that names nothing; write {{userId}}, {{properties.total}}, {{json}} or {{secrets.NAME}}.";
                return false;
            }

            AddText(parts, text[position..open]);
            parts.Add(new(path, IsPlaceholder: true));
            position = close + Close.Length;
        }

        AddText(parts, text[position..]);
        template = new(parts);
        return true;
    }

    /// <summary>The text with the placeholders filled.</summary>
    public string Fill(Func<string, string> valueOf) => string.Concat(Parts.Select(part => part.IsPlaceholder ? valueOf(part.Text) : part.Text));

    private static void AddText(List<TemplatePart> parts, string text)
    {
        if (text.Length > 0)
        {
            parts.Add(new(text, IsPlaceholder: false));
        }
    }

    private static bool IsPath(string path) =>
        path.Length is > 0 and <= LongestPath
        && !path.AsSpan().ContainsAny("{}\"\\")
        && !path.Any(char.IsControl)
        && path.Split('.').All(static name => name.Length > 0 && name.Trim().Length == name.Length);
}
