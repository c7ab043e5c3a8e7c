using Gatehouse.Sites;

namespace Gatehouse.Delivery.Destinations.Segment;

/// <summary>The kind <c>segment</c>: the vendor's tracking API. A site with <c>Segment</c> has one of itself.</summary>
internal sealed class SegmentDestinationType : DestinationType<SegmentOptions>
{
    public override string Name => DestinationSettingsReader.SegmentType;

    public override int BatchEvents => 500;

    protected override SegmentOptions Read(DestinationOptionsReader settings) => new(
        settings.Url("TrackingApi") ?? settings.Keys.TrackingApi ?? new SegmentSettings().TrackingApi,
        settings.Text("WriteKey") ?? settings.Keys.WriteKey);

    protected override IDestination Create(SegmentOptions options, DestinationContext context) => new SegmentDestination(options, context);
}
