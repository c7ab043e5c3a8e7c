using System.Text.Json;
using Gatehouse.Delivery;

namespace Gatehouse.Conformance.Delivery;

/// <content>What a kind of destination says of itself and of its receiver.</content>
public abstract partial class DestinationSuite
{
    /// <summary>Whether a batch that is sent again, with the same id, leaves each event once. False: at least once.</summary>
    protected virtual bool IsIdempotent => false;

    /// <summary>The most events of a batch that the suite sends; at least 5.</summary>
    protected virtual int BatchEvents => 100;

    /// <summary>What must never stand in an answer.</summary>
    protected virtual IReadOnlyList<string> Secrets => [];

    /// <summary>Starts the receiver, empty.</summary>
    protected virtual ValueTask StartReceiverAsync() => default;

    /// <summary>Stops it.</summary>
    protected virtual ValueTask StopReceiverAsync() => default;

    /// <summary>Makes a destination that delivers to the receiver; the second time, as after a restart.</summary>
    protected abstract ValueTask<IDestination> OpenAsync();

    /// <summary>What the receiver has, in the order of arrival.</summary>
    protected abstract ValueTask<IReadOnlyList<ArrivedEvent>> ArrivedAsync();

    /// <summary>
    /// Makes the next attempt fail after some of its events, or all, have arrived: the answer is lost, the disk is full, the connection breaks.
    /// False: this receiver cannot fail half way.
    /// </summary>
    protected virtual ValueTask<bool> FailNextAsync() => new(false);

    /// <summary>Makes the receiver refuse one event for good, whatever it comes with. False: it refuses nothing.</summary>
    /// <param name="messageId">Which one.</param>
    protected virtual ValueTask<bool> RefuseAsync(string messageId) => new(false);

    /// <summary>Makes the receiver hold its answers. Gives what ends when it holds one. Null: it cannot.</summary>
    protected virtual ValueTask<Task?> HoldAsync() => new((Task?)null);

    /// <summary>Ends the holding; what was held may be answered or dropped.</summary>
    protected virtual ValueTask ReleaseAsync() => default;

    /// <summary>That an event has arrived as it was sent.</summary>
    /// <param name="sent">Its text as sent.</param>
    /// <param name="arrived">Its text as it has arrived.</param>
    protected virtual void AssertSame(string sent, string arrived)
    {
        using var expected = JsonDocument.Parse(sent);
        using var actual = JsonDocument.Parse(arrived);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, actual.RootElement), $"Sent {sent}, arrived {arrived}");
    }
}
