using Gatehouse.Conformance.Delivery;
using Gatehouse.Delivery;
using Gatehouse.Tests.Harness;

namespace Gatehouse.Tests.Delivery.Destinations;

/// <summary>The suite for destinations that send JSON over HTTP.</summary>
public abstract class HttpDestinationSuite : DestinationSuite
{
    private TestReceiver? _receiver;

    private protected TestReceiver Receiver => _receiver!;

    /// <summary>The destination's section of the configuration.</summary>
    private protected abstract string Settings { get; }

    protected override async ValueTask StartReceiverAsync() => _receiver = await TestReceiver.StartAsync();

    protected override ValueTask StopReceiverAsync() => Receiver.DisposeAsync();

    protected override ValueTask<IDestination> OpenAsync() => new(TestDestinations.Create(Settings));

    protected override ValueTask<IReadOnlyList<ArrivedEvent>> ArrivedAsync() => new(Receiver.Arrived);

    protected override ValueTask<bool> FailNextAsync()
    {
        Receiver.FailNext();
        return new(true);
    }

    protected override ValueTask<bool> RefuseAsync(string messageId)
    {
        Receiver.Refuse(messageId);
        return new(true);
    }

    protected override ValueTask<Task?> HoldAsync() => new(Receiver.Hold());

    protected override ValueTask ReleaseAsync()
    {
        Receiver.Release();
        return default;
    }

    protected override void AssertSame(string sent, string arrived) => Assert.Equal(sent, arrived);
}
