using System.Text.Json;
using Gatehouse.Sites;

namespace Gatehouse.Profiles.Computed;

/// <summary>
/// How many different values, and which is the most frequent. Bounded: beyond the bound a unique count stays at it, and of the
/// counted values the rarest gives way, its count going to the one that comes in its place, so that a value that made up more than
/// one in 64 events is always among them and no count is too small (Metwally and others, space saving).
/// </summary>
internal sealed class ValueSetState : ComputedState
{
    private const int MostUnique = 256;
    private const int MostCounted = 64;

    private readonly ComputedTrait _trait;

    // By value, so that equal states are written alike.
    private readonly SortedDictionary<string, CountedValue> _values;

    private ValueSetState(ComputedTrait trait, SortedDictionary<string, CountedValue> values)
    {
        _trait = trait;
        _values = values;
    }

    private bool IsUnique => _trait.Compute == Computation.UniqueCount;

    /// <summary>Nothing yet.</summary>
    public static ValueSetState Empty(ComputedTrait trait) => new(trait, new(StringComparer.Ordinal));

    /// <summary>Reads it.</summary>
    public static ValueSetState Read(ComputedTrait trait, JsonElement json)
    {
        var values = new SortedDictionary<string, CountedValue>(StringComparer.Ordinal);
        foreach (var value in json.EnumerateArray())
        {
            var text = value[0].GetRawText();
            values[text] = new(text, value[1].GetInt64(), value[2].GetInt64());
        }

        return new(trait, values);
    }

    /// <inheritdoc/>
    public override ComputedState Add(in Sample sample)
    {
        if (!ComputedValue.IsKept(sample.Json))
        {
            return this;
        }

        var value = ComputedValue.Normal(sample.Json);
        return With([new(IsUnique ? ComputedValue.Hash(value) : value, 1, _trait.Window.BucketOf(sample.Time))], _trait.Window.OldestAt(sample.Receipt));
    }

    /// <inheritdoc/>
    public override ComputedState Join(ComputedState other) => With(((ValueSetState)other)._values.Values, long.MinValue);

    /// <inheritdoc/>
    protected override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var (json, count, bucket) in _values.Values)
        {
            writer.WriteStartArray();
            writer.WriteRawValue(json, skipInputValidation: true);
            writer.WriteNumberValue(count);
            writer.WriteNumberValue(bucket);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    /// <inheritdoc/>
    protected override bool TryWriteValue(Utf8JsonWriter writer, long now)
    {
        if (IsUnique)
        {
            var oldest = _trait.Window.OldestAt(now);
            writer.WriteNumberValue(_values.Values.Count(value => value.Bucket >= oldest));
            return true;
        }

        if (_values.Count == 0)
        {
            return false;
        }

        writer.WriteRawValue(_values.Values.MaxBy(static value => value.Count).Json, skipInputValidation: true);
        return true;
    }

    /// <inheritdoc/>
    public override long? ChangesAfter(long now)
    {
        if (!IsUnique || _trait.Window.Width is null)
        {
            return null;
        }

        var oldest = _trait.Window.OldestAt(now);
        var counting = _values.Values.Where(value => value.Bucket >= oldest).ToList();
        return counting.Count == 0 ? null : _trait.Window.EndOf(counting.Min(static value => value.Bucket));
    }

    private ValueSetState With(IEnumerable<CountedValue> others, long oldest)
    {
        var values = new SortedDictionary<string, CountedValue>(_values, StringComparer.Ordinal);
        foreach (var gone in IsUnique ? _values.Values.Where(value => value.Bucket < oldest) : [])
        {
            values.Remove(gone.Json);
        }

        foreach (var other in others.Where(value => !IsUnique || value.Bucket >= oldest))
        {
            if (values.TryGetValue(other.Json, out var known))
            {
                values[other.Json] = new(other.Json, known.Count + other.Count, Math.Max(known.Bucket, other.Bucket));
            }
            else
            {
                Admit(values, other);
            }
        }

        return new(_trait, values);
    }

    private void Admit(SortedDictionary<string, CountedValue> values, CountedValue other)
    {
        if (values.Count < (IsUnique ? MostUnique : MostCounted))
        {
            values[other.Json] = other;
        }
        else if (IsUnique)
        {
            // The one that goes first leaves its place; the count stays at the bound.
            var oldest = values.Values.MinBy(static value => value.Bucket);
            if (oldest.Bucket < other.Bucket)
            {
                values.Remove(oldest.Json);
                values[other.Json] = other;
            }
        }
        else
        {
            var rarest = values.Values.MinBy(static value => value.Count);
            values.Remove(rarest.Json);
            values[other.Json] = other with { Count = other.Count + rarest.Count };
        }
    }
}
