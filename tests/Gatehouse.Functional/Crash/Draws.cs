using System.Globalization;
using System.Security.Cryptography;

namespace Gatehouse.Functional.Crash;

/// <summary>Draws that a seed repeats: <c>GATEHOUSE_CRASH_SEED</c>, else a new one. Not for several threads.</summary>
/// <param name="seed">The seed.</param>
internal sealed class Draws(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The seed of this run.</summary>
    public static ulong Seed { get; } = ulong.TryParse(Environment.GetEnvironmentVariable("GATEHOUSE_CRASH_SEED"), CultureInfo.InvariantCulture, out var seed)
        ? seed
        : BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));

    /// <summary>A number from zero to, not including, a limit.</summary>
    public int Below(int limit)
    {
        // SplitMix64.
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (int)((mixed ^ (mixed >> 31)) % (ulong)limit);
    }
}
