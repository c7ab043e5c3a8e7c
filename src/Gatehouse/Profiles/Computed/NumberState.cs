using System.Text.Json;
using Gatehouse.Sites;

namespace Gatehouse.Profiles.Computed;

/// <summary>Count, sum, least, greatest and mean, by buckets of time.</summary>
internal sealed class NumberState : ComputedState
{
    private readonly ComputedTrait _trait;
    private readonly NumberBucket[] _buckets;

    private NumberState(ComputedTrait trait, NumberBucket[] buckets)
    {
        _trait = trait;
        _buckets = buckets;
    }

    /// <summary>Nothing yet.</summary>
    public static NumberState Empty(ComputedTrait trait) => new(trait, []);

    /// <summary>Reads it.</summary>
    public static NumberState Read(ComputedTrait trait, JsonElement json) =>
        new(trait, [.. json.EnumerateArray().Select(static bucket => new NumberBucket(bucket[0].GetInt64(), bucket[1].GetInt64(), bucket[2].GetDouble(), bucket[3].GetDouble(), bucket[4].GetDouble()))]);

    /// <inheritdoc/>
    public override ComputedState Add(in Sample sample)
    {
        var number = 0.0;
        if (_trait.Compute != Computation.Count && !ComputedValue.TryNumber(sample.Json, out number))
        {
            return this;
        }

        var one = new NumberBucket(_trait.Window.BucketOf(sample.Time), 1, number, number, number);
        return new NumberState(_trait, Merge(_buckets, [one], _trait.Window.OldestAt(sample.Receipt)));
    }

    /// <inheritdoc/>
    public override ComputedState Join(ComputedState other) => new NumberState(_trait, Merge(_buckets, ((NumberState)other)._buckets, long.MinValue));

    /// <inheritdoc/>
    protected override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var (index, count, sum, least, greatest) in _buckets)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(index);
            writer.WriteNumberValue(count);
            writer.WriteNumberValue(sum);
            writer.WriteNumberValue(least);
            writer.WriteNumberValue(greatest);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    /// <inheritdoc/>
    protected override bool TryWriteValue(Utf8JsonWriter writer, long now)
    {
        NumberBucket? total = null;
        foreach (var bucket in _buckets)
        {
            if (bucket.Index >= _trait.Window.OldestAt(now))
            {
                total = total?.With(bucket) ?? bucket;
            }
        }

        if (_trait.Compute == Computation.Count)
        {
            writer.WriteNumberValue(total?.Count ?? 0);
            return true;
        }

        if (total is not { } sum)
        {
            return false;
        }

        var value = _trait.Compute switch
        {
            Computation.Sum => sum.Sum,
            Computation.Min => sum.Least,
            Computation.Max => sum.Greatest,
            _ => sum.Sum / sum.Count,
        };
        return ComputedValue.TryWrite(writer, value);
    }

    /// <inheritdoc/>
    public override long? ChangesAfter(long now)
    {
        // In order, so the first one that counts is the first one to go.
        foreach (var bucket in _buckets)
        {
            if (_trait.Window.Width is not null && bucket.Index >= _trait.Window.OldestAt(now))
            {
                return _trait.Window.EndOf(bucket.Index);
            }
        }

        return null;
    }

    private static NumberBucket[] Merge(NumberBucket[] one, NumberBucket[] other, long oldest) =>
        [.. one.Concat(other)
            .Where(bucket => bucket.Index >= oldest)
            .GroupBy(static bucket => bucket.Index)
            .OrderBy(static same => same.Key)
            .Select(static same => same.Aggregate(static (sum, bucket) => sum.With(bucket)))];
}
