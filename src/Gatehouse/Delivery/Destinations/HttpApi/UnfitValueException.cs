namespace Gatehouse.Delivery.Destinations.HttpApi;

/// <summary>A value of an event cannot stand where the template puts it: the event is refused.</summary>
#pragma warning disable CA1032 // Thrown with its reason only.
internal sealed class UnfitValueException(string reason) : Exception(reason)
#pragma warning restore CA1032
{
}
