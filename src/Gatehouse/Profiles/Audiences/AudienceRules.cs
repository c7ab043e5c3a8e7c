using System.Globalization;
using Gatehouse.Conditions;
using Gatehouse.Profiles.Computed;
using Gatehouse.Sites;

namespace Gatehouse.Profiles.Audiences;

/// <summary>The audiences of a site.</summary>
internal sealed class AudienceRules(IReadOnlyList<AudienceSettings> settings)
{
    /// <summary>How many changes a profile keeps, or as many as one event made; the oldest gives way.</summary>
    public const int MostChanges = 16;

    private readonly (string Name, Condition When)[] _audiences = [.. settings.Select(static audience => (audience.Name, Condition.Compile(audience.When)))];

    /// <summary>Names of the traits that decide, each with the numbers that it is compared with.</summary>
    public IReadOnlyDictionary<string, double[]> Thresholds { get; } = settings
        .SelectMany(static audience => LeavesOf(audience.When))
        .GroupBy(static leaf => leaf.Name, StringComparer.Ordinal)
        .ToDictionary(static leaves => leaves.Key, static leaves => leaves.SelectMany(NumbersOf).Distinct().ToArray(), StringComparer.Ordinal);

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _audiences.Length == 0;

    /// <summary>Finds out anew who is in which audience.</summary>
    /// <param name="record">The profile.</param>
    /// <param name="traits">Its traits at that time.</param>
    /// <param name="time">The time; see <see cref="ProfileTime"/>.</param>
    /// <param name="log">Id of the log.</param>
    /// <param name="position">Position of the event that may change it. 0: none, time has passed.</param>
    /// <returns>The same profile when nothing changes.</returns>
    public ProfileRecord Judge(ProfileRecord record, Profile traits, long time, string log, long position)
    {
        var facts = new ProfileFacts(traits);
        Dictionary<string, AudienceState>? states = null;
        var changes = new List<AudienceChange>();
        foreach (var (name, when) in _audiences)
        {
            var holds = when.Holds(facts);
            if (holds != record.Audiences.GetValueOrDefault(name).IsIn)
            {
                states ??= new(record.Audiences, StringComparer.Ordinal);
                states[name] = new(holds, time);
                changes.Add(new(name, holds, time, log, position));
            }
        }

        return states is null
            ? record
            : record with { Audiences = states, Changes = Latest(record.Changes, changes) };
    }

    /// <summary>Ends every audience that a visitor is in, because there is nothing any more that could be judged.</summary>
    /// <param name="record">The profile.</param>
    /// <param name="time">The time; see <see cref="ProfileTime"/>.</param>
    /// <param name="log">Id of the log.</param>
    /// <param name="position">Position of the event that makes it so.</param>
    public ProfileRecord Leave(ProfileRecord record, long time, string log, long position) => record with
    {
        Audiences = ProfileRecord.Empty.Audiences,
        Changes = Latest(record.Changes, [.. Of(record).Select(name => new AudienceChange(name, IsIn: false, time, log, position))]),
    };

    /// <summary>What tells these from other ones: names and conditions.</summary>
    public IEnumerable<string> Texts { get; } = [.. settings.Select(static audience => $"{audience.Name.Length}:{audience.Name} {DefinitionText.Of(audience.When)}")];

    /// <summary>States of audiences that there are.</summary>
    public IReadOnlyDictionary<string, AudienceState> Living(IReadOnlyDictionary<string, AudienceState> states) =>
        states.Keys.All(name => Array.Exists(_audiences, audience => string.Equals(audience.Name, name, StringComparison.Ordinal)))
            ? states
            : _audiences.Where(audience => states.ContainsKey(audience.Name)).ToDictionary(static audience => audience.Name, audience => states[audience.Name], StringComparer.Ordinal);

    /// <summary>Names of the audiences that a visitor is in, of those that there are.</summary>
    public IEnumerable<string> Of(ProfileRecord record) => _audiences.Select(static audience => audience.Name).Where(name => record.Audiences.GetValueOrDefault(name).IsIn);

    private static IReadOnlyList<AudienceChange> Latest(IReadOnlyList<AudienceChange> before, List<AudienceChange> changes) =>
        changes.Count == 0 ? before : [.. before.Concat(changes).TakeLast(Math.Max(MostChanges, changes.Count))];

    private static IEnumerable<ConditionSettings> LeavesOf(ConditionSettings condition) => condition.Subject is not null
        ? [condition]
        : (condition.All ?? []).Concat(condition.Any ?? []).Concat(condition.Not is { } not ? [not] : []).SelectMany(LeavesOf);

    private static IEnumerable<double> NumbersOf(ConditionSettings leaf) => leaf.Test.Values
        .Select(static value => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN)
        .Where(double.IsFinite);
}
