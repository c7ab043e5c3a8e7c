using System.Globalization;

namespace Gatehouse.Html.Tests.Support;

/// <summary>
/// Ways of cutting a document into chunks. The random one depends on a seed alone, which every failure names; set
/// GATEHOUSE_SEED to it to see the same cuts again.
/// </summary>
internal static class Cuts
{
    public static ulong Seed { get; } =
        Environment.GetEnvironmentVariable("GATEHOUSE_SEED") is { Length: > 0 } seed
            ? ulong.Parse(seed, CultureInfo.InvariantCulture)
            : (ulong)Environment.TickCount64;

    public static IEnumerable<(string Name, Func<int, IEnumerable<int>> Sizes)> All { get; } =
    [
        ("whole", static length => [length]),
        ("one byte each", static length => Enumerable.Repeat(1, length)),
        ($"random, GATEHOUSE_SEED={Seed}", Random),
    ];

    public static IEnumerable<ReadOnlyMemory<byte>> Cut(ReadOnlyMemory<byte> document, IEnumerable<int> sizes)
    {
        var at = 0;
        foreach (var size in sizes)
        {
            yield return document.Slice(at, size);
            at += size;
        }

        Assert.Equal(document.Length, at);
    }

    private static IEnumerable<int> Random(int length)
    {
        var state = Seed + (ulong)length;
        for (var at = 0; at < length;)
        {
            // SplitMix64. Mostly short pieces, some empty: those cut in the worst places.
            state += 0x9E3779B97F4A7C15;
            var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            var size = Math.Min((int)((mixed ^ (mixed >> 31)) % 8), length - at);
            at += size;
            yield return size;
        }
    }
}
