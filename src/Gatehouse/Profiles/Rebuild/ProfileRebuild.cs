using System.Security.Cryptography;
using System.Threading.Channels;
using Gatehouse.Events;
using Gatehouse.Sites;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Profiles.Rebuild;

/// <summary>Rebuilds profiles when definitions change, and when an operator orders it: <c>docs/designs/0007-rebuild.md</c>.</summary>
internal sealed partial class ProfileRebuild(
    EdgeConfiguration configuration,
    IEventLog log,
    DefinitionsInService definitions,
    RebuildShadow shadow,
    RebuildReplay replay,
    RebuildSwap swap,
    ProjectionGate gate,
    TimeProvider time,
    ILogger<ProfileRebuild> logger) : BackgroundService
{
    // From here the projection is held, and the rest replayed.
    private const int Near = RebuildReplay.MostRecords;

    // What is lost of the cursor by a kill.
    private const int MostUnnoted = 20_000;

    // By the machine's clock: the projection and the disk are waited for.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(10);

    private readonly string _log = log.Id.ToString("N");
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private long _position;
    private TimeSpan _pause = LongPause;

    /// <summary>The rebuild that is under way. Null: none.</summary>
    public RebuildStatus? Status => definitions.State is { Rebuild: { } rebuild } state
        ? new(
            rebuild.StartedAt,
            rebuild.IsOrdered,
            [.. state.Sites.Where(static site => site.Value.Next is not null).Select(static site => site.Key).Order(StringComparer.Ordinal)],
            rebuild.SwapTime is null ? Math.Max(rebuild.Position, Volatile.Read(ref _position)) : rebuild.Position,
            rebuild.SwapTime is null ? Math.Max(gate.Position, 0) : rebuild.Position,
            rebuild.SwapTime is null ? null : swap.Swept)
        : null;

    /// <summary>Begins a rebuild of all that the log holds. Null: one is under way already. False: the disk is in trouble.</summary>
    public async Task<bool?> OrderAsync(CancellationToken cancellationToken)
    {
        var oldest = log.First == log.Next ? null : (await log.ReadAsync(log.First, 1, 1, cancellationToken)).OfType<LogRecord>().FirstOrDefault();
        var isWhole = log.First <= 1;
        var now = time.GetUtcNow();

        // Buckets count for a sixtieth longer than the window.
        bool Holds(TimeSpan? window) => isWhole || (window is { } width && oldest is not null && oldest.Facts.ReceivedAt <= now - width - (width / 60));
        var isUnderWay = false;
        var isKept = await definitions.ChangeAsync(state =>
        {
            isUnderWay = state.Rebuild is not null;
            return isUnderWay ? state : RebuildPlan.Ordered(state, Begin, Holds);
        });
        Tell();
        return isUnderWay ? null : isKept;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        configuration.WhenChanged(Tell);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                // The next start goes on.
            }
#pragma warning disable CA1031 // Whatever goes wrong with a rebuild, the profiles in service are not touched by it; it is tried again.
            catch (Exception trouble)
#pragma warning restore CA1031
            {
                LogFailed(trouble);
                await PauseAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task RunAsync(CancellationToken stop)
    {
        while (true)
        {
            _changes.Reader.TryRead(out _);
            if (!await KeepAsync(state => state.Rebuild is { SwapTime: not null } swapping && IsOfThisLog(swapping) ? state : RebuildPlan.Of(WithoutForeign(state), configuration.Current, Begin)))
            {
                await PauseAsync(stop);
                continue;
            }

            if (definitions.Rebuild is not { } rebuild)
            {
                shadow.DeleteOthers(null);
                await _changes.Reader.ReadAsync(stop);
                continue;
            }

            shadow.DeleteOthers(rebuild.Id);
            var isThere = await IsShadowThereAsync(rebuild);
            if (isThere is null)
            {
                await PauseAsync(stop);
            }
            else if (isThere is false)
            {
                LogShadowLost();
                await KeepAsync(state => state with { Rebuild = Begin() with { IsOrdered = rebuild.IsOrdered } });
                await PauseAsync(stop);
            }
            else if (rebuild.SwapTime is not null || await ReplayAsync(rebuild, stop))
            {
                await SwapAsync(rebuild.Id, stop);
            }
        }
    }

    /// <summary>Whether the profiles that the rebuild has made are there; begins them when it has made none. Null: the store is in trouble.</summary>
    private async ValueTask<bool?> IsShadowThereAsync(KeptRebuild rebuild)
    {
        if (rebuild is not { Position: 0, SwapTime: null })
        {
            return await shadow.IsWholeAsync(rebuild.Id);
        }

        return await shadow.BeginAsync(rebuild.Id) ? true : null;
    }

    /// <summary>Replays until the projection has handed over. False: definitions have changed meanwhile.</summary>
    private async Task<bool> ReplayAsync(KeptRebuild rebuild, CancellationToken stop)
    {
        LogBegun(rebuild.Id, string.Join(", ", Status?.Sites ?? []));
        var noted = rebuild.Position;
        Volatile.Write(ref _position, Math.Max(noted, log.First));
        while (!_changes.Reader.TryRead(out _))
        {
            var end = gate.Position;
            if (_position < end)
            {
                Volatile.Write(ref _position, await replay.StepAsync(rebuild.Id, _position, end, stop));
            }

            if (_position - noted >= MostUnnoted)
            {
                // What a disk in trouble does not take is noted the next time.
                await NoteAsync(rebuild.Id, _position);
                noted = _position;
            }

            if (end - _position <= Near)
            {
                switch (gate.IsSure ? await HandOverAsync(rebuild.Id, stop) : null)
                {
                    case true:
                        return true;
                    case false:
                        await PauseAsync(stop);
                        break;
                    default:
                        await Task.Delay(Pause, stop);
                        break;
                }
            }
        }

        return false;
    }

    /// <summary>Holds the projection, replays the rest, and notes that profiles are swapped from now on. Null: the projection is busy. False: a disk is in trouble.</summary>
    private async Task<bool?> HandOverAsync(string id, CancellationToken stop)
    {
        if (!await gate.TryEnterAsync(LongPause, stop))
        {
            return null;
        }

        try
        {
            using var hold = CancellationTokenSource.CreateLinkedTokenSource(stop);
            hold.CancelAfter(LongestHold);
            while (_position < gate.Position)
            {
                Volatile.Write(ref _position, await replay.StepAsync(id, _position, gate.Position, hold.Token));
            }

            var swapTime = ProfileTime.Of(time.GetUtcNow());
            return await KeepAsync(state => state with { Rebuild = state.Rebuild! with { Position = _position, SwapTime = swapTime } });
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // The shadow's disk is in trouble, and the projection must not wait for it.
            return false;
        }
        finally
        {
            gate.Leave(gate.Position);
        }
    }

    /// <summary>Swaps all profiles, and puts the new definitions in service.</summary>
    private async Task SwapAsync(string id, CancellationToken stop)
    {
        await swap.SweepAsync(id, stop);
        while (!await KeepAsync(static state => state with { Sites = InService(state.Sites), Rebuild = null }))
        {
            await PauseAsync(stop);
        }

        LogDone(swap.Swept);
    }

    private ValueTask<bool> NoteAsync(string id, long position) => definitions.ChangeAsync(state =>
        state.Rebuild is { SwapTime: null } rebuild && string.Equals(rebuild.Id, id, StringComparison.Ordinal) ? state with { Rebuild = rebuild with { Position = position } } : state);

    private async ValueTask<bool> KeepAsync(Func<KeptState, KeptState> change)
    {
        var before = definitions.State;
        var isKept = await definitions.ChangeAsync(change);
        if (isKept && !ReferenceEquals(before, definitions.State))
        {
            // The disk has taken something.
            _pause = LongPause;
        }

        return isKept;
    }

    /// <summary>Waits before something is tried again that a disk in trouble has not done, each time longer.</summary>
    private Task PauseAsync(CancellationToken stop)
    {
        var pause = _pause;
        _pause = pause * 2 > LongestPause ? LongestPause : pause * 2;
        return Task.Delay(pause, stop);
    }

    private static Dictionary<string, KeptSite> InService(Dictionary<string, KeptSite> sites) =>
        sites.ToDictionary(static site => site.Key, static site => site.Value.Next is { } next ? new() { Current = next } : site.Value, StringComparer.OrdinalIgnoreCase);

    private KeptRebuild Begin() => new() { Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), Log = _log, StartedAt = time.GetUtcNow() };

    private bool IsOfThisLog(KeptRebuild rebuild) => string.Equals(rebuild.Log, _log, StringComparison.Ordinal);

    /// <summary>Positions of another log mean nothing: a rebuild that was of one begins anew.</summary>
    private KeptState WithoutForeign(KeptState state) => state.Rebuild is { } rebuild && !IsOfThisLog(rebuild) ? state with { Rebuild = null } : state;

    private void Tell() => _changes.Writer.TryWrite(true);

    [LoggerMessage(1753, LogLevel.Information, "Profiles are rebuilt from the log (rebuild {Rebuild}): {Sites}. What was in service stays until that is done.")]
    private partial void LogBegun(string rebuild, string sites);

    [LoggerMessage(1754, LogLevel.Information, "Profiles are rebuilt: {Profiles} looked at.")]
    private partial void LogDone(long profiles);

    [LoggerMessage(1755, LogLevel.Warning, "What a rebuild of profiles had computed is lost; it begins anew.")]
    private partial void LogShadowLost();

    [LoggerMessage(1756, LogLevel.Error, "A rebuild of profiles failed; it is tried again.")]
    private partial void LogFailed(Exception trouble);
}
