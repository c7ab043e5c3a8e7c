using System.Text.Json;
using Gatehouse.Conditions;
using Gatehouse.Events;
using Gatehouse.Sites;

namespace Gatehouse.Profiles.Computed;

/// <summary>A computed trait's definition, made ready.</summary>
internal sealed class ComputedTrait
{
    private readonly Condition? _when;
    private readonly ConditionSubject _subject;
    private readonly FactPath? _of;

    public ComputedTrait(ComputedTraitSettings settings, int revision)
    {
        Name = settings.Name;
        Compute = settings.Compute;
        Most = settings.Compute == Computation.LastValues ? settings.Most : 1;
        Window = TraitWindow.Of(settings.Window);
        Fingerprint = DefinitionText.FingerprintOf(settings, revision);
        _when = settings.When is { } when ? Condition.Compile(when) : null;
        if (settings.Of is var (subject, path))
        {
            _subject = subject;
            _of = FactPath.Parse(path);
        }
    }

    /// <summary>The trait's name.</summary>
    public string Name { get; }

    /// <summary>How it is computed.</summary>
    public Computation Compute { get; }

    /// <summary>How many values are kept, when values are kept.</summary>
    public int Most { get; }

    /// <summary>How far back events count.</summary>
    public TraitWindow Window { get; }

    /// <summary>Tells this definition from every other one: what was computed by another one is not used for it.</summary>
    public string Fingerprint { get; }

    /// <summary>What an event adds to a state. The same state: nothing.</summary>
    public ComputedState Add(ComputedState state, in EventFacts facts, long time, long receipt)
    {
        if (_when?.Holds(facts) == false)
        {
            return state;
        }

        var json = _of is null ? default : facts.Find(_subject, _of);
        return state.Add(new(time, receipt, json));
    }

    /// <summary>The state before any event.</summary>
    public ComputedState Empty() => Compute switch
    {
        Computation.First or Computation.Last or Computation.LastValues or Computation.TimeSince => TimedState.Empty(this),
        Computation.UniqueCount or Computation.MostFrequent => ValueSetState.Empty(this),
        _ => NumberState.Empty(this),
    };

    /// <summary>Whether a state was computed by this definition.</summary>
    public bool IsOf(ComputedEntry entry) => string.Equals(entry.Fingerprint, Fingerprint, StringComparison.Ordinal);

    /// <summary>Reads a stored state. Of another definition, or damaged: as before any event.</summary>
    public ComputedState Read(ComputedEntry entry)
    {
        if (!IsOf(entry))
        {
            return Empty();
        }

        try
        {
            var state = JsonElement.Parse(entry.State.Span);
            return Empty() switch
            {
                TimedState => TimedState.Read(this, state),
                ValueSetState => ValueSetState.Read(this, state),
                _ => NumberState.Read(this, state),
            };
        }
        catch (Exception damaged) when (damaged is InvalidOperationException or FormatException or IndexOutOfRangeException or KeyNotFoundException)
        {
            return Empty();
        }
    }

    /// <summary>A state as it is stored.</summary>
    public ComputedEntry Write(ComputedState state) => new(Fingerprint, state.Stored());
}
