namespace Gatehouse.Delivery;

/// <summary>A kind of destination with its options.</summary>
/// <typeparam name="TOptions">What it has to know; a record, because options that are equal mean the same destination, which a reload leaves alone.</typeparam>
#pragma warning disable RS0022 // The base is closed on purpose: options always have a type.
public abstract class DestinationType<TOptions> : DestinationType
    where TOptions : class
#pragma warning restore RS0022
{
    /// <summary>Reads and checks the options. All faults are reported; what is returned beside a fault is not used.</summary>
    /// <param name="settings">The destination's section of the configuration. A key that is not asked for is an unknown key.</param>
    protected abstract TOptions Read(DestinationOptionsReader settings);

    /// <summary>Makes a destination. It connects when it is asked to send, not here.</summary>
    /// <param name="options">What <see cref="Read"/> gave.</param>
    /// <param name="context">Its surroundings.</param>
    protected abstract IDestination Create(TOptions options, DestinationContext context);

    internal sealed override object ReadOptions(DestinationOptionsReader settings) => Read(settings);

    internal sealed override IDestination Create(object options, DestinationContext context) => Create((TOptions)options, context);
}
