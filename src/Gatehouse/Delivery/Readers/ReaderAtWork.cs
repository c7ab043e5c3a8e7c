namespace Gatehouse.Delivery.Readers;

/// <summary>A reader with its task.</summary>
internal sealed class ReaderAtWork((string Site, string Name) key, DestinationReader reader) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _work = Task.CompletedTask;

    /// <summary>Whose it is.</summary>
    public (string Site, string Name) Key => key;

    /// <summary>The reader.</summary>
    public DestinationReader Reader => reader;

    /// <summary>Lets it begin.</summary>
    public void Start() => _work = Task.Run(() => reader.RunAsync(_stop.Token), CancellationToken.None);

    /// <summary>Stops it, and waits until it has.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _stop.Dispose();
        reader.Dispose();
    }
}
