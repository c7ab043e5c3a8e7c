using Gatehouse.Delivery;

namespace Gatehouse.Tests.Delivery.Readers;

/// <summary>The kind <c>recorded</c>, of which the test makes the instances.</summary>
internal sealed class RecordedDestinationType(Func<DestinationContext, IDestination> create) : DestinationType<string>
{
    public override string Name => "recorded";

    protected override string Read(DestinationOptionsReader settings) => "";

    protected override IDestination Create(string options, DestinationContext context) => create(context);
}
