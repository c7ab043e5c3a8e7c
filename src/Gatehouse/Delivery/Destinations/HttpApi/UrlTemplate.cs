namespace Gatehouse.Delivery.Destinations.HttpApi;

/// <summary>An address whose path and query differ from event to event. Each value is encoded as one component.</summary>
internal sealed class UrlTemplate
{
    private const int Longest = 8192;

    private readonly Template _template;

    public UrlTemplate(Template template) => _template = template;

    /// <summary>Whether no value can change which host is asked: the first placeholder stands behind it.</summary>
    public static bool HasFixedHost(Template template)
    {
        var first = template.Parts is [{ IsPlaceholder: false } part, ..] ? part.Text : string.Empty;
        var host = first.IndexOf("://", StringComparison.Ordinal);
        return !template.Paths.Any() || (host > 0 && first.AsSpan(host + 3).ContainsAny("/?"));
    }

    /// <summary>Whether the path has a segment that leads elsewhere.</summary>
    public static bool HasDotSegment(string url) => PathOf(url).Split('/').Any(static segment => segment is "." or "..");

    /// <summary>The address for an event.</summary>
    /// <exception cref="UnfitValueException">A value would lead to another address than the one that is meant.</exception>
    public Uri Fill(TemplateValues values)
    {
        var url = new System.Text.StringBuilder();
        var isPath = true;
        foreach (var part in _template.Parts)
        {
            if (!part.IsPlaceholder)
            {
                url.Append(part.Text);
                isPath &= !part.Text.Contains('?', StringComparison.Ordinal);
                continue;
            }

            var text = values.TextOf(part.Text);
            if (isPath && text.Length == 0)
            {
                throw new UnfitValueException($"{part.Text} is missing, and the URL's path needs it");
            }

            url.Append(Uri.EscapeDataString(text));
        }

        var whole = url.ToString();
        if (HasDotSegment(whole))
        {
            throw new UnfitValueException("a value would lead to another path");
        }

        return whole.Length <= Longest ? new(whole) : throw new UnfitValueException($"the URL would be longer than {Longest} characters");
    }

    private static string PathOf(string url)
    {
        var end = url.AsSpan().IndexOfAny('?', '#');
        return url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..(end < 0 ? url.Length : end)];
    }
}
