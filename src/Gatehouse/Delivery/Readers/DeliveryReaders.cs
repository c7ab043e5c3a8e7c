using Gatehouse.Delivery.Books;
using Gatehouse.Sites;
using Gatehouse.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Delivery.Readers;

/// <summary>Has one <see cref="DestinationReader"/> at work for each configured destination, also for those that a reload brings or changes.</summary>
internal sealed partial class DeliveryReaders(EdgeConfiguration configuration, ReaderSurroundings around, ILogger<DeliveryReaders> logger) : BackgroundService
{
    private const string ReaderPrefix = "destination:";

    private readonly Dictionary<(string Site, string Name), ReaderAtWork> _atWork = [];
    private readonly SemaphoreSlim _turn = new(1);
    private readonly ConfigurationFollower _follower = new(configuration, around.Time);
    private bool _hasBegun;

    /// <summary>The reader of a destination. Null: there is none.</summary>
    public DestinationReader? Find(string site, string name)
    {
        lock (_atWork)
        {
            return _atWork.GetValueOrDefault((site, name))?.Reader;
        }
    }

    /// <summary>All readers.</summary>
    public IReadOnlyList<DestinationReader> All()
    {
        lock (_atWork)
        {
            return [.. _atWork.Values.Select(static one => one.Reader)];
        }
    }

    /// <summary>Says something to a reader, which no reload puts another one in place of meanwhile. False: there is none.</summary>
    public async Task<bool> TellAsync(string site, string name, Func<DestinationReader, Task> what)
    {
        await _turn.WaitAsync();
        try
        {
            if (Find(site, name) is not { } reader)
            {
                return false;
            }

            await what(reader);
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    /// <remarks>Readers are known to the books before the first event can come.</remarks>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _follower.Begin();
        await ReconcileAsync();
        _hasBegun = true;
        around.Ledger.Begin();
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _follower.FollowAsync(ReconcileAsync, stoppingToken);
        if (configuration.Current.Settings.Durability == Durability.Memory)
        {
            await DrainAsync();
        }

        await Task.WhenAll(Snapshot().Select(static one => one.DisposeAsync().AsTask()));
    }

    /// <summary>What is in memory alone is gone with the process, so destinations that are well get it first.</summary>
    private async Task DrainAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20), around.Time);
        var end = around.Log.Next;
        while (!limit.IsCancellationRequested && All().Any(reader => reader.Cursor < end && !reader.IsPaused && reader.Illness.Since is null))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), around.Time, limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Brings what is at work in line with the configuration. False: it could not all be done.</summary>
    private async Task<bool> ReconcileAsync()
    {
        await _turn.WaitAsync();
        try
        {
            var wanted = configuration.Current.Settings.Sites
                .SelectMany(static site => site.Destinations.Select(destination => (Key: (site.Name, destination.Name), Settings: destination)))
                .ToDictionary(static one => one.Key, static one => one.Settings);
            foreach (var one in Snapshot().Where(one => !wanted.TryGetValue(one.Key, out var settings) || !settings.Equals(one.Reader.Settings)))
            {
                await one.DisposeAsync();
                Remove(one);
            }

            await ForgetGoneAsync(wanted.Keys);
            foreach (var (key, settings) in wanted.Where(one => Find(one.Key.Item1, one.Key.Item2) is null))
            {
                await StartAsync(key, settings);
            }

            return true;
        }
#pragma warning disable CA1031 // It is tried again, and what is at work goes on. Only a start may fail of it.
        catch (Exception trouble) when (trouble is not StorageException || _hasBegun)
#pragma warning restore CA1031
        {
            LogNotStarted(trouble);
            return false;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task StartAsync((string Site, string Name) key, DestinationSettings settings)
    {
        var reader = DestinationReader.ReaderOf(key.Site, key.Name);
        long? known = around.Books.IsNew && around.Log.Readers.Contains(reader, StringComparer.Ordinal) ? await around.Log.ReadCursorAsync(reader, CancellationToken.None) : null;
        var book = await DestinationBook.OpenAsync(around.Books, key.Site, key.Name, known);

        // From here on the log waits for it. Its own cursor may be behind; it follows with the first batch.
        await around.Log.ReadCursorAsync(reader, CancellationToken.None);
        var one = new ReaderAtWork(key, new(around, book, settings));
        lock (_atWork)
        {
            _atWork.Add(key, one);
        }

        one.Start();
    }

    /// <summary>The log keeps events for every reader it knows, so those of destinations that were taken out of the configuration are taken back.</summary>
    private async Task ForgetGoneAsync(IReadOnlyCollection<(string Site, string Name)> wanted)
    {
        var names = wanted.Select(static key => DestinationReader.ReaderOf(key.Site, key.Name)).ToHashSet(StringComparer.Ordinal);
        foreach (var state in await around.Books.ReadAsync(BookQuestions.States))
        {
            if (!state.IsGone && !wanted.Contains((state.Site, state.Name)))
            {
                await (await DestinationBook.OpenAsync(around.Books, state.Site, state.Name, null)).SetGoneAsync();
            }
        }

        foreach (var gone in around.Log.Readers.Where(reader => reader.StartsWith(ReaderPrefix, StringComparison.Ordinal) && !names.Contains(reader)))
        {
            await around.Log.ForgetCursorAsync(gone, CancellationToken.None);
        }
    }

    private List<ReaderAtWork> Snapshot()
    {
        lock (_atWork)
        {
            return [.. _atWork.Values];
        }
    }

    private void Remove(ReaderAtWork one)
    {
        lock (_atWork)
        {
            _atWork.Remove(one.Key);
        }
    }

    [LoggerMessage(1817, LogLevel.Error, "Destinations could not be brought in line with the configuration; it is tried again.")]
    private partial void LogNotStarted(Exception trouble);
}
