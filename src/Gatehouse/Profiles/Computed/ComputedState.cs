using System.Buffers;
using System.Text.Json;

namespace Gatehouse.Profiles.Computed;

/// <summary>What is kept of a computed trait between events. Immutable; adding and joining commute.</summary>
internal abstract class ComputedState
{
    /// <summary>With one more event.</summary>
    public abstract ComputedState Add(in Sample sample);

    /// <summary>With what another profile of the same visitor has.</summary>
    public abstract ComputedState Join(ComputedState other);

    /// <summary>It as it is stored.</summary>
    public ReadOnlyMemory<byte> Stored() => JsonOf(Write);

    /// <summary>The trait's value. Null: there is none now.</summary>
    /// <param name="now">The time of the question; see <see cref="ProfileTime"/>.</param>
    public JsonElement? ValueAt(long now)
    {
        var has = false;
        var json = JsonOf(writer => has = TryWriteValue(writer, now));
        return has ? JsonElement.Parse(json.Span) : null;
    }

    /// <summary>Writes it, as an array.</summary>
    protected abstract void Write(Utf8JsonWriter writer);

    /// <summary>Writes the trait's value. False: there is none now.</summary>
    /// <param name="writer">Takes it.</param>
    /// <param name="now">The time of the question; see <see cref="ProfileTime"/>.</param>
    protected abstract bool TryWriteValue(Utf8JsonWriter writer, long now);

    /// <summary>When the value will be another one without any event. Null: never.</summary>
    /// <param name="now">The time of the question.</param>
    public virtual long? ChangesAfter(long now) => null;

    /// <summary>When the value may be on another side of one of some numbers without any event. Null: never.</summary>
    /// <param name="now">The time of the question.</param>
    /// <param name="thresholds">The numbers.</param>
    public virtual long? ReachesAfter(long now, double[] thresholds) => ChangesAfter(now);

    private static ReadOnlyMemory<byte> JsonOf(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(64);
        using var writer = new Utf8JsonWriter(buffer, new() { SkipValidation = true });
        write(writer);
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
