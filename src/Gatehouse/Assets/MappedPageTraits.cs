using Gatehouse.Profiles;

namespace Gatehouse.Assets;

/// <summary>Callbacks of the application that say what of a profile scripts may see.</summary>
internal sealed class MappedPageTraits
{
    private Action<Profile, PageTraits>[] _callbacks = [];

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _callbacks.Length == 0;

    /// <summary>Adds some.</summary>
    public void Add(IEnumerable<Action<Profile, PageTraits>> callbacks) => _callbacks = [.. _callbacks, .. callbacks];

    /// <summary>What the configuration allows, and what the callbacks add to it.</summary>
    public PageTraits Of(Profile profile, IReadOnlyList<string> allowed)
    {
        var traits = Allowed(profile, allowed);
        foreach (var callback in _callbacks)
        {
            callback(profile, traits);
        }

        return traits;
    }

    /// <summary>What the configuration allows.</summary>
    public static PageTraits Allowed(Profile profile, IReadOnlyList<string> allowed)
    {
        var traits = new PageTraits();
        foreach (var name in allowed)
        {
            if (profile.Traits.TryGetValue(name, out var value))
            {
                traits.Add(name, value);
            }
        }

        return traits;
    }
}
