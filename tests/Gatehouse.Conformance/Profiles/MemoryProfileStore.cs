using System.Collections.Concurrent;
using Gatehouse.Profiles;

namespace Gatehouse.Conformance.Profiles;

/// <summary>A profile store without a disk, the plainest one that keeps the contract; and, when a test asks for it, an awkward one.</summary>
internal sealed class MemoryProfileStore : IProfileStore
{
    private readonly ConcurrentDictionary<ProfileKey, StoreRead> _values = [];
    private int _reads;

    /// <summary>Answers the next writes as if somebody else had been faster, this many times.</summary>
    public int Conflicts { get; set; }

    /// <summary>What every operation answers, without doing anything. <see cref="StoreOutcome.None"/>: it works.</summary>
    public StoreOutcome Trouble { get; set; }

    /// <summary>Ends when reads may go on. Values are taken before it, as a slow store does.</summary>
    public Task ReadGate { get; set; } = Task.CompletedTask;

    /// <summary>How many reads have been asked for.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>Ends with the next read.</summary>
    public TaskCompletionSource Asked { get; set; } = new();

    public async ValueTask<StoreRead> GetAsync(ProfileKey key, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        Asked.TrySetResult();
        if (cancellationToken.IsCancellationRequested)
        {
            return new(StoreOutcome.Abandoned);
        }

        var answer = Trouble != StoreOutcome.None ? new(Trouble) : _values.GetValueOrDefault(key, new(StoreOutcome.Done));
        await ReadGate.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ReadGate.IsCompleted ? answer : new(StoreOutcome.Abandoned);
    }

    public ValueTask<StoreWrite> CompareAndSetAsync(ProfileKey key, long expected, ReadOnlyMemory<byte> value)
    {
        if (Trouble != StoreOutcome.None)
        {
            return new(new StoreWrite(Trouble));
        }

        if (Conflicts > 0)
        {
            Conflicts--;
            return new(new StoreWrite(StoreOutcome.Conflict));
        }

        if (value.IsEmpty)
        {
            var isGone = _values.TryGetValue(key, out var last) && last.Version == expected && _values.TryRemove(new(key, last));
            return new(isGone ? new StoreWrite(StoreOutcome.Done, 0) : new(StoreOutcome.Conflict));
        }

        var next = new StoreRead(StoreOutcome.Done, expected + 1, value.ToArray());
        var isSet = expected == 0
            ? _values.TryAdd(key, next)
            : _values.TryGetValue(key, out var current) && current.Version == expected && _values.TryUpdate(key, next, current);
        return new(isSet ? new StoreWrite(StoreOutcome.Done, next.Version) : new(StoreOutcome.Conflict));
    }
}
