using System.Net.Http.Headers;

namespace Gatehouse.Delivery.Destinations.HttpApi;

/// <summary>A body that differs from event to event.</summary>
internal sealed class BodyTemplate(Template template, string contentType)
{
    private readonly JsonTemplate? _json = IsJson(contentType) ? new(template) : null;
    private readonly bool _isForm = MediaTypeOf(contentType).Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether bodies of this type are JSON.</summary>
    public static bool IsJson(string contentType) =>
        MediaTypeOf(contentType) is var type && (type.EndsWith("/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase));

    /// <summary>The body for an event.</summary>
    public string Fill(TemplateValues values) =>
        _json?.Fill(values) ?? template.Fill(path => _isForm ? Uri.EscapeDataString(values.TextOf(path)) : values.TextOf(path));

    private static string MediaTypeOf(string contentType) => MediaTypeHeaderValue.TryParse(contentType, out var type) ? type.MediaType ?? string.Empty : string.Empty;
}
