using System.Collections.Frozen;
using Gatehouse.Sites;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Profiles.Rebuild;

/// <summary>
/// The definitions that profiles are seen by. They are kept, because what is configured comes into service only when a rebuild has
/// computed it: <c>docs/designs/0007-rebuild.md</c>.
/// </summary>
internal sealed partial class DefinitionsInService : IDisposable
{
    private readonly IRebuildDisk _disk;
    private readonly SemaphoreSlim _turn = new(1);
    private volatile View _view;

    public DefinitionsInService(IRebuildDisk disk, ILogger<DefinitionsInService> logger)
    {
        _disk = disk;
        var json = disk.ReadDefinitions();
        var state = json.IsEmpty ? KeptState.Empty : KeptJson.Read(json.Span);
        if (state is null)
        {
            LogUnreadable(logger);
        }

        _view = new(state ?? KeptState.Empty);
    }

    /// <summary>What is kept.</summary>
    public KeptState State => _view.State;

    /// <summary>The rebuild that is under way. Null: none.</summary>
    public KeptRebuild? Rebuild => State.Rebuild;

    /// <summary>The definitions of a site. Null: none are kept, what is configured is in service.</summary>
    public SiteDefinitions? Find(string site) => _view.Sites.GetValueOrDefault(site);

    /// <summary>The definitions that a profile follows.</summary>
    public ProfileDefinitions For(Site site, ProfileRecord record) => Find(site.Name) is not { } kept
        ? site.Get(ProfileDefinitions.Part)
        : kept.Next is { } next && record.Rebuilt is { } rebuilt && Rebuild is { SwapTime: not null } rebuild && string.Equals(rebuilt, rebuild.Id, StringComparison.Ordinal) ? next : kept.Current;

    /// <summary>Whether profiles of a site are being swapped. Null: not now.</summary>
    public Swap? SwapOf(string site)
    {
        var view = _view;
        return view.State.Rebuild is { SwapTime: { } time } rebuild && view.Sites.GetValueOrDefault(site)?.Next is { } next ? new(rebuild.Id, time, next) : null;
    }

    /// <summary>Changes what is kept. False: the disk is in trouble, and nothing is changed.</summary>
    /// <param name="change">Makes the state that replaces another one. The same one: nothing is written.</param>
    public async ValueTask<bool> ChangeAsync(Func<KeptState, KeptState> change)
    {
        await _turn.WaitAsync();
        try
        {
            var before = State;
            var after = change(before);
            if (!ReferenceEquals(before, after))
            {
                if (!await _disk.WriteDefinitionsAsync(KeptJson.Write(after)))
                {
                    return false;
                }

                _view = new(after);
            }

            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Makes kept definitions ready. Null: this version cannot read them.</summary>
    public static ProfileDefinitions? Compile(KeptSet kept) =>
        ComputedTraitSettingsReader.ReadKept(kept.Texts) is var (traits, audiences) ? new(traits, audiences, kept.Revisions) : null;

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    [LoggerMessage(1750, LogLevel.Error, "The file definitions.json cannot be read. What is configured is in service at once; order a rebuild if definitions have changed meanwhile.")]
    private static partial void LogUnreadable(ILogger logger);

    /// <summary>A state with its definitions made ready.</summary>
    private sealed class View(KeptState state)
    {
        public KeptState State { get; } = state;

        // What cannot be read is as if it were not kept.
        public FrozenDictionary<string, SiteDefinitions> Sites { get; } = state.Sites
            .Select(static site => (site.Key, Current: Compile(site.Value.Current), Next: site.Value.Next is { } next ? Compile(next) : null))
            .Where(static site => site.Current is not null)
            .ToFrozenDictionary(static site => site.Key, static site => new SiteDefinitions(site.Current!, site.Next), StringComparer.OrdinalIgnoreCase);
    }
}
