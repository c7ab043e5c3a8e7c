using System.Text.Json;
using Gatehouse.Sites;

namespace Gatehouse.Profiles.Computed;

/// <summary>First, last and the last values, and how long ago the last was: values in the order of their times.</summary>
internal sealed class TimedState : ComputedState
{
    // A century; what lies further away never comes.
    private const double Longest = 3.2e9;

    private static readonly long Second = ProfileTime.Of(TimeSpan.FromSeconds(1));

    private readonly ComputedTrait _trait;

    // The latest first.
    private readonly TimedValue[] _values;

    private TimedState(ComputedTrait trait, IEnumerable<TimedValue> values)
    {
        _trait = trait;
        var ordered = values.OrderDescending(TimedValue.ByAge);
        _values = [.. trait.Compute == Computation.First ? ordered.TakeLast(1) : ordered.Take(trait.Most)];
    }

    /// <summary>Nothing yet.</summary>
    public static TimedState Empty(ComputedTrait trait) => new(trait, []);

    /// <summary>Reads it.</summary>
    public static TimedState Read(ComputedTrait trait, JsonElement json) =>
        new(trait, json.EnumerateArray().Select(static value => new TimedValue(value[0].GetInt64(), value[1].GetInt64(), value[2].GetRawText())));

    /// <inheritdoc/>
    public override ComputedState Add(in Sample sample)
    {
        if (_trait.Compute == Computation.TimeSince)
        {
            return new TimedState(_trait, [.. _values, new(sample.Time, sample.Receipt, "null")]);
        }

        return ComputedValue.IsKept(sample.Json) ? new TimedState(_trait, [.. _values, new(sample.Time, sample.Receipt, ComputedValue.Normal(sample.Json))]) : this;
    }

    /// <inheritdoc/>
    public override ComputedState Join(ComputedState other) => new TimedState(_trait, _values.Concat(((TimedState)other)._values));

    /// <inheritdoc/>
    protected override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var (time, receipt, json) in _values)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(time);
            writer.WriteNumberValue(receipt);
            writer.WriteRawValue(json, skipInputValidation: true);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    /// <inheritdoc/>
    protected override bool TryWriteValue(Utf8JsonWriter writer, long now)
    {
        if (_values.Length == 0)
        {
            return false;
        }

        switch (_trait.Compute)
        {
            case Computation.TimeSince:
                writer.WriteNumberValue(Math.Max(0, now - _values[0].Time) / Second);
                break;
            case Computation.LastValues:
                writer.WriteStartArray();
                foreach (var value in _values)
                {
                    writer.WriteRawValue(value.Json, skipInputValidation: true);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteRawValue(_values[0].Json, skipInputValidation: true);
                break;
        }

        return true;
    }

    /// <inheritdoc/>
    public override long? ChangesAfter(long now) =>
        _trait.Compute == Computation.TimeSince && _values.Length > 0 ? _values[0].Time + (((Math.Max(0, now - _values[0].Time) / Second) + 1) * Second) : null;

    /// <inheritdoc/>
    public override long? ReachesAfter(long now, double[] thresholds)
    {
        if (_trait.Compute != Computation.TimeSince || _values.Length == 0)
        {
            return null;
        }

        // Whole seconds grow past a number when they reach it, or the next whole one after it.
        var since = _values[0].Time;
        return thresholds
            .Where(static seconds => seconds is >= 0 and < Longest)
            .SelectMany(seconds => new[] { since + ((long)Math.Ceiling(seconds) * Second), since + (((long)Math.Floor(seconds) + 1) * Second) })
            .Where(at => at > now)
            .Select(static at => (long?)at)
            .Min();
    }
}
