using System.Net.Http.Headers;
using Gatehouse.Delivery.Destinations.Http;

namespace Gatehouse.Delivery.Destinations.HttpApi;

/// <summary>Finds the faults of an HTTP API's options. Texts may hold secrets, so no fault shows one.</summary>
internal static class HttpApiChecks
{
    /// <summary>Reports all faults.</summary>
    public static void Check(HttpApiOptions options, DestinationOptionsReader settings)
    {
        CheckUrl(options, settings);
        foreach (var (name, value) in options.Headers)
        {
            Parse("Headers:" + name, value, options, settings);
        }

        if (!MediaTypeHeaderValue.TryParse(options.ContentType, out _))
        {
            settings.Fault("Headers:Content-Type", null, "must be a content type without placeholders, such as application/json.");
        }

        CheckBody(options, settings);
    }

    private static void CheckUrl(HttpApiOptions options, DestinationOptionsReader settings)
    {
        if (options.Url.Length == 0 || Parse("Url", options.Url, options, settings) is not { } template)
        {
            return;
        }

        if (!UrlTemplate.HasFixedHost(template))
        {
            settings.Fault("Url", null, "must have its placeholders in path and query; the host is the same for every event.");
            return;
        }

        var url = template.Fill(static _ => "x");
        if (TargetUrl.Check(settings, url, options.AllowPrivateNetwork) is not null && UrlTemplate.HasDotSegment(url))
        {
            settings.Fault("Url", null, "must not have . or .. in its path.");
        }
    }

    private static void CheckBody(HttpApiOptions options, DestinationOptionsReader settings)
    {
        if (options.Body is not { } body)
        {
            return;
        }

        if (options.Method == HttpMethod.Get)
        {
            settings.Fault("Body", null, "goes with POST, PUT, PATCH or DELETE; set Method, or remove the body.");
        }

        if (Parse("Body", body, options, settings) is { } template && BodyTemplate.IsJson(options.ContentType) && !new JsonTemplate(template).IsValid())
        {
            settings.Fault("Body", null, "is no JSON when its placeholders are filled; a placeholder stands within quotes, or alone where a value stands.");
        }
    }

    private static Template? Parse(string key, string text, HttpApiOptions options, DestinationOptionsReader settings)
    {
        if (!Template.TryParse(text, out var template, out var fault))
        {
            settings.Fault(key, null, fault!);
            return null;
        }

        var unknown = template!.Paths
            .Where(static path => path.StartsWith(TemplateValues.SecretsPrefix, StringComparison.Ordinal))
            .Select(static path => path[TemplateValues.SecretsPrefix.Length..])
            .FirstOrDefault(name => !options.Secrets.Any(secret => secret.Key.Equals(name, StringComparison.OrdinalIgnoreCase)));
        if (unknown is not null)
        {
            settings.Fault(key, null, $"asks for the secret {unknown}, which is not there; set Secrets:{unknown}.");
            return null;
        }

        return template;
    }
}
