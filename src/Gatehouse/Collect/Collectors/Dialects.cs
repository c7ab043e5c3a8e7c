using System.Collections.Frozen;
using Gatehouse.Events;
using Gatehouse.Sites;

namespace Gatehouse.Collect.Collectors;

/// <summary>The table of all dialects.</summary>
internal static class Dialects
{
    private static readonly CollectorRoute Batch = new(CollectorRouteKind.Post, new(EventMethodKind.Batch));

    /// <summary>Every dialect, in the order in which they are asked for a path that several have.</summary>
    public static IReadOnlyList<Dialect> All { get; } =
    [
        new()
        {
            Collector = Collector.Segment,
            Keys = KeyPlaces.Basic | KeyPlaces.Body,
            Success = "{\"success\":true}"u8.ToArray(),
            Routes = Of([
                .. Events("/v1/"),
                .. Short(),
                ("/v1/batch", Batch),
                ("/v1/import", Batch),
                .. Pixels("/v1/pixel/"),
            ]),
        },
        new()
        {
            Collector = Collector.RudderStack,
            Keys = KeyPlaces.Basic | KeyPlaces.Body | KeyPlaces.Query,
            Success = "OK"u8.ToArray(),
            SuccessType = "text/plain; charset=utf-8",
            Headers = "anonymousid, sentat, rsa-retry-attempt, rsa-since-last-attempt, rsa-since-first-attempt, rsa-retry-reason, rsa-recovered",
            AnonymousIdHeader = "AnonymousId",
            Recognise = static headers => headers.ContainsKey("AnonymousId"),
            Routes = Of([
                .. Events("/v1/"),
                ("/v1/batch", Batch),
                ("/v1/import", Batch),
                ("/v1/merge", new(CollectorRouteKind.Post)),
                ("/beacon/v1/batch", Batch),
                .. Pixels("/pixel/v1/"),
                ("/sourceConfig", new(CollectorRouteKind.SourceConfig)),
            ]),
        },
        new()
        {
            Collector = Collector.Jitsu,
            Keys = KeyPlaces.Header | KeyPlaces.Basic | KeyPlaces.Query | KeyPlaces.Pair,
            Success = "{\"ok\":true}"u8.ToArray(),
            Headers = "x-write-key, x-enable-debug, x-ip-policy",
            Cookies = ("__eventn_id", "__eventn_uid"),
            Routes = Of([
                .. Events("/api/s/"),
                ("/api/s/event", CollectorRoute.Event(null)),
                ("/api/s/batch", Batch),
                .. Events("/api/s/s2s/", isServers: true),
                ("/api/s/s2s/event", CollectorRoute.Event(null) with { IsServers = true }),
                ("/api/s/s2s/batch", Batch with { IsServers = true }),
            ]),
        },
    ];

    private static FrozenDictionary<string, CollectorRoute> Of(IEnumerable<(string Path, CollectorRoute Route)> routes) =>
        routes.ToFrozenDictionary(static one => one.Path, static one => one.Route, StringComparer.Ordinal);

    private static IEnumerable<(string Path, CollectorRoute Route)> Events(string folder, bool isServers = false) =>
        Enum.GetValues<EventType>().Select(type => (folder + EventTypes.NameOf(type), CollectorRoute.Event(type) with { IsServers = isServers }));

    private static IEnumerable<(string Path, CollectorRoute Route)> Pixels(string folder) =>
        Enum.GetValues<EventType>().Select(type => (folder + EventTypes.NameOf(type), new CollectorRoute(CollectorRouteKind.Pixel, new(EventMethodKind.Event, type))));

    private static IEnumerable<(string Path, CollectorRoute Route)> Short() =>
        "tpigasbm".Select(static letter => ("/v1/" + letter, new CollectorRoute(CollectorRouteKind.Post, EventMethod.Parse([letter]))));
}
