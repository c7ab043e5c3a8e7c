using System.Collections.Frozen;
using Gatehouse.Delivery.Destinations.Files;
using Gatehouse.Delivery.Destinations.HttpApi;
using Gatehouse.Delivery.Destinations.Segment;
using Gatehouse.Delivery.Destinations.Webhook;
using Gatehouse.Sites;

namespace Gatehouse.Delivery;

/// <summary>The kinds of destinations, by name.</summary>
internal sealed class DestinationTypes(IEnumerable<DestinationType> types) : IDestinationTypes
{
    private readonly FrozenDictionary<string, DestinationType> _types = types.ToFrozenDictionary(static type => type.Name, StringComparer.Ordinal);

    /// <summary>Those that come with the edge.</summary>
    public static IReadOnlyList<DestinationType> BuiltIn { get; } = [new SegmentDestinationType(), new WebhookDestinationType(), new HttpApiDestinationType(), new FilesDestinationType()];

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Names => [.. _types.Keys.Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public BatchSettings BatchOf(string type) => _types[type].Batch;

    /// <inheritdoc/>
    public object ReadOptions(string type, SettingsReader destination, SiteKeys site) => _types[type].ReadOptions(new(destination, site));

    /// <summary>Makes a destination as it is configured.</summary>
    public IDestination Create(DestinationSettings settings, DestinationContext context) => _types[settings.Type].Create(settings.Options, context);
}
