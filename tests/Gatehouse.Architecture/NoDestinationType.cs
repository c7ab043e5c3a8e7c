using Gatehouse.Delivery;

namespace Gatehouse.Architecture;

/// <summary>A kind of destination without a key of its own.</summary>
internal sealed class NoDestinationType : DestinationType<string>
{
    public override string Name => "none";

    protected override string Read(DestinationOptionsReader settings) => string.Empty;

    protected override IDestination Create(string options, DestinationContext context) => throw new NotSupportedException();
}
