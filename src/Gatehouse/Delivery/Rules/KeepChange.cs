namespace Gatehouse.Delivery.Rules;

/// <summary>Only what is named goes out, and what every destination needs.</summary>
internal sealed class KeepChange(IEnumerable<string> paths) : EventChange
{
    private readonly EventPaths _paths = new([.. paths, "type", "messageId", "timestamp"]);

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> json) => EventCut.Without(json, EventMembers.Others(json.Span, _paths));
}
