using CsCheck;
using Gatehouse.Storage.Log;

namespace Gatehouse.Tests.Storage.Log;

public sealed class FingerprintSetTests
{
    // Few, so that they meet again; of all parts, and mostly of one, as somebody who draws his ids would send them.
    private static readonly Gen<UInt128> Fingerprints = Gen.Select(Gen.Frequency((1, Gen.ULong), (3, Gen.ULong[0, 3])), Gen.ULong[1, 200]).Select(static (high, low) => new UInt128(high, low));

    [Fact]
    public void It_has_what_was_put_in_and_not_taken_out_again() => Gen.Select(Fingerprints, Gen.Frequency((3, Gen.Const(true)), (2, Gen.Const(false)))).Array[0, 2000].Sample(static steps =>
    {
        var (set, model) = (new FingerprintSet(), new HashSet<UInt128>());
        foreach (var (fingerprint, isAdded) in steps)
        {
            if (isAdded)
            {
                Assert.Equal(model.Add(fingerprint), set.TryAdd(fingerprint));
            }
            else
            {
                model.Remove(fingerprint);
                set.Remove(fingerprint);
            }

            Assert.Equal(model.Contains(fingerprint), set.Contains(fingerprint));
            Assert.Equal(model.Count, set.Count);
        }

        Assert.All(steps, step => Assert.Equal(model.Contains(step.Item1), set.Contains(step.Item1)));
        Assert.Equal(model.Order(), set.ToSorted());
    }, iter: 300);

    [Fact]
    public void Half_a_million_are_found_again_and_no_other()
    {
        var set = new FingerprintSet();
        for (var number = 0; number < 500_000; number++)
        {
            Assert.True(set.TryAdd(Fingerprint.Of("shop", $"m{number}")));
        }

        for (var number = 0; number < 500_000; number += 37)
        {
            Assert.True(set.Contains(Fingerprint.Of("shop", $"m{number}")));
            Assert.False(set.Contains(Fingerprint.Of("shop", $"n{number}")));
        }

        Assert.Equal(500_000, set.Count);
    }
}
