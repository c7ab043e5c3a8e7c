namespace Gatehouse.Delivery.Rules;

/// <summary>One change of an event on its way out. What it does not name stays, byte for byte.</summary>
internal abstract class EventChange
{
    /// <summary>Makes the change.</summary>
    /// <param name="json">The event, one JSON object that was checked before.</param>
    /// <returns>The same memory when there is nothing to change.</returns>
    public abstract ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> json);
}
