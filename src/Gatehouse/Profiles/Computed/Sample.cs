namespace Gatehouse.Profiles.Computed;

/// <summary>What an event adds to a computed trait.</summary>
internal readonly ref struct Sample(long time, long receipt, ReadOnlySpan<byte> json)
{
    /// <summary>When it happened, never later than its receipt; see <see cref="ProfileTime"/>.</summary>
    public long Time { get; } = time;

    /// <summary>When it was received.</summary>
    public long Receipt { get; } = receipt;

    /// <summary>The value. Empty: the computation looks at none.</summary>
    public ReadOnlySpan<byte> Json { get; } = json;
}
