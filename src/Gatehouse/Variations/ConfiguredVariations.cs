using System.Collections.Frozen;
using Gatehouse.Conditions;
using Gatehouse.Profiles;
using Gatehouse.Sites;

namespace Gatehouse.Variations;

/// <summary>The variations of a site's configuration.</summary>
internal sealed class ConfiguredVariations
{
    private readonly FrozenDictionary<string, Func<Profile, string?>> _rules;

    private ConfiguredVariations(IReadOnlyList<VariationSettings> settings) =>
        _rules = settings.ToFrozenDictionary(static variation => variation.Path, Rule, StringComparer.Ordinal);

    /// <summary>The part of a site.</summary>
    public static SitePart<ConfiguredVariations> Part { get; } = new(static site => new(site.Settings.Variations));

    /// <summary>The rule of a path. Null: it has none.</summary>
    public Func<Profile, string?>? Find(string path) => _rules.GetValueOrDefault(path);

    private static Func<Profile, string?> Rule(VariationSettings variation)
    {
        var arms = variation.Serve.Select(static arm => (When: Condition.Compile(arm.When), arm.Path)).ToArray();
        return profile =>
        {
            var facts = new ProfileFacts(profile);
            foreach (var (when, path) in arms)
            {
                if (when.Holds(facts))
                {
                    return path;
                }
            }

            return null;
        };
    }
}
