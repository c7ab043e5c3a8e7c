using Gatehouse.Sites;

namespace Gatehouse.Delivery;

/// <summary>A kind of destination. Derive from <see cref="DestinationType{TOptions}"/>; register it with <c>AddDestination</c>.</summary>
public abstract class DestinationType
{
    private protected DestinationType()
    {
    }

    /// <summary>What <c>Type</c> says in the configuration, such as <c>webhook</c>. Small letters, digits and hyphens.</summary>
    public abstract string Name { get; }

    /// <summary>The most events of a batch unless the configuration says otherwise; 1 to 10,000. Default 100.</summary>
    public virtual int BatchEvents => 100;

    /// <summary>The most bytes of a batch's events unless the configuration says otherwise. Default 500 KB (512,000).</summary>
    public virtual long BatchBytes => 500 * 1024;

    /// <summary>How long a batch's first event waits for others unless the configuration says otherwise. Default zero: it goes with what is there.</summary>
    public virtual TimeSpan BatchAge => TimeSpan.Zero;

    internal BatchSettings Batch => new(BatchEvents, BatchBytes, BatchAge);

    internal abstract object ReadOptions(DestinationOptionsReader settings);

    internal abstract IDestination Create(object options, DestinationContext context);
}
