namespace Gatehouse.Delivery.Rules;

/// <summary>What is named does not go out.</summary>
internal sealed class DropChange(IEnumerable<string> paths) : EventChange
{
    private readonly EventPaths _paths = new(paths);

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> json) => EventCut.Without(json, EventMembers.Named(json.Span, _paths));
}
