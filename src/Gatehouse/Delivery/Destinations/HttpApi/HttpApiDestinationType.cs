using System.Net.Http.Headers;
using Gatehouse.Delivery.Destinations.Http;

namespace Gatehouse.Delivery.Destinations.HttpApi;

/// <summary>The kind <c>http-api</c>: any HTTP API is asked by a template, once for each event.</summary>
internal sealed class HttpApiDestinationType : DestinationType<HttpApiOptions>
{
    private const string WholeEvent = "{{json}}";

    public override string Name => "http-api";

    public override int BatchEvents => 1;

    protected override HttpApiOptions Read(DestinationOptionsReader settings)
    {
        var method = settings.Choice(
            "Method", HttpMethod.Post, ("POST", HttpMethod.Post), ("PUT", HttpMethod.Put), ("PATCH", HttpMethod.Patch), ("GET", HttpMethod.Get), ("DELETE", HttpMethod.Delete));
        var hasBody = method != HttpMethod.Get && method != HttpMethod.Delete;
        var headers = OwnHeaders.Read(settings);
        var options = new HttpApiOptions
        {
            Method = method,
            Url = settings.Required("Url", "\"https://api.example.com/users/{{userId}}/events\""),
            Headers = [.. headers.Where(static header => !IsContentType(header.Key))],
            ContentType = headers.FirstOrDefault(static header => IsContentType(header.Key)).Value ?? "application/json",
            Body = settings.Text("Body") ?? (hasBody ? WholeEvent : null),
            Secrets = [.. settings.Pairs("Secrets")],
            AllowPrivateNetwork = settings.Flag("AllowPrivateNetwork", TargetUrl.NamesItsAddress(settings)),
        };
        HttpApiChecks.Check(options, settings);
        return options;
    }

    protected override IDestination Create(HttpApiOptions options, DestinationContext context) => new HttpApiDestination(options, context);

    private static bool IsContentType(string name) => name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase);
}
