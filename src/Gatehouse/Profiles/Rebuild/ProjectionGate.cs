namespace Gatehouse.Profiles.Rebuild;

/// <summary>Where the projection stands, and a way to hold it between two batches.</summary>
internal sealed class ProjectionGate : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private long _position = -1;
    private long _begin = long.MaxValue;

    /// <summary>The first position that it has not applied. -1: it has not begun.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>Whether nothing behind <see cref="Position"/> can be applied already. After a start that takes until it has passed what was in the log then.</summary>
    public bool IsSure => Position >= Volatile.Read(ref _begin);

    /// <summary>Says where the projection begins.</summary>
    /// <param name="position">Its cursor.</param>
    /// <param name="next">The position that the log gives next.</param>
    public void Begin(long position, long next)
    {
        Volatile.Write(ref _begin, next);
        Volatile.Write(ref _position, position);
    }

    /// <summary>Waits for the place between two batches, or for the right to apply one.</summary>
    public Task EnterAsync(CancellationToken stop) => _turn.WaitAsync(stop);

    /// <summary>Waits as long. False: it was not free in time.</summary>
    public Task<bool> TryEnterAsync(TimeSpan longest, CancellationToken stop) => _turn.WaitAsync(longest, stop);

    /// <summary>Gives it back, with what has been applied.</summary>
    public void Leave(long position)
    {
        Volatile.Write(ref _position, position);
        _turn.Release();
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();
}
