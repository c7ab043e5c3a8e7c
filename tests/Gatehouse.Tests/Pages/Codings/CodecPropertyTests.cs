using System.Buffers;
using CsCheck;
using Gatehouse.Pages.Codings;

namespace Gatehouse.Tests.Pages.Codings;

/// <summary>What was coded piece by piece is decoded piece by piece, however it is cut.</summary>
public sealed class CodecPropertyTests
{
    private const int Iterations = 200;

    private static readonly Gen<byte[]> Plain = Gen.OneOf(Gen.Byte.Array[1, 3000], Gen.Byte[(byte)'a', (byte)'d'].Array[1, 20_000]);
    private static readonly Gen<int[]> Cuts = Gen.Int[1, 700].Array[1, 20];

    [Theory]
    [InlineData(nameof(ContentCoding.Gzip))]
    [InlineData(nameof(ContentCoding.Brotli))]
    [InlineData(nameof(ContentCoding.Deflate))]
    [InlineData(nameof(ContentCoding.Zstandard))]
    public void A_body_comes_back_as_it_was(string name)
    {
        var coding = Enum.Parse<ContentCoding>(name);
        Gen.Select(Plain, Cuts, Cuts).Sample(
            (plain, encoderCuts, decoderCuts) =>
            {
                var (decoded, isWhole) = Decode(coding, Encode(coding, plain, encoderCuts), decoderCuts);

                Assert.True(isWhole);
                Assert.Equal(plain, decoded);
            },
            iter: Iterations);
    }

    [Theory]
    [InlineData(nameof(ContentCoding.Gzip))]
    [InlineData(nameof(ContentCoding.Brotli))]
    [InlineData(nameof(ContentCoding.Deflate))]
    [InlineData(nameof(ContentCoding.Zstandard))]
    public void A_body_that_lacks_its_end_is_known_as_such_and_its_beginning_is_right(string name)
    {
        var coding = Enum.Parse<ContentCoding>(name);
        Gen.Select(Plain, Cuts, Gen.Int[1, 30]).Sample(
            (plain, cuts, missing) =>
            {
                var coded = Encode(coding, plain, cuts);
                var (decoded, isWhole) = Decode(coding, coded[..Math.Max(0, coded.Length - missing)], cuts);

                Assert.False(isWhole);
                Assert.Equal(plain[..decoded.Length], decoded);
            },
            iter: Iterations);
    }

    [Theory]
    [InlineData(nameof(ContentCoding.Gzip))]
    [InlineData(nameof(ContentCoding.Brotli))]
    [InlineData(nameof(ContentCoding.Deflate))]
    [InlineData(nameof(ContentCoding.Zstandard))]
    public void Damage_is_a_status_and_never_an_exception(string name)
    {
        var coding = Enum.Parse<ContentCoding>(name);
        Gen.Select(Plain, Cuts, Gen.Select(Gen.Int[0, 100_000], Gen.Byte).Array[0, 5], Gen.Byte.Array[0, 50]).Sample(
            (plain, cuts, damage, noise) =>
            {
                var coded = Encode(coding, plain, cuts);
                foreach (var (place, value) in damage)
                {
                    coded[place % coded.Length] = value;
                }

                Decode(coding, coded, cuts);
                Decode(coding, noise, cuts);
            },
            iter: Iterations);
    }

    private static byte[] Encode(ContentCoding coding, byte[] plain, int[] cuts)
    {
        using var encoder = ContentEncoder.Create(coding);
        var coded = new ArrayBufferWriter<byte>();
        foreach (var piece in Cut(plain, cuts))
        {
            encoder.Write(piece.Span, coded);
            encoder.Flush(coded);
        }

        encoder.Complete(coded);
        return coded.WrittenSpan.ToArray();
    }

    private static (byte[] Plain, bool IsWhole) Decode(ContentCoding coding, byte[] coded, int[] cuts)
    {
        using var decoder = ContentDecoder.Create(coding);
        var plain = new ArrayBufferWriter<byte>();
        foreach (var piece in Cut(coded, cuts))
        {
            decoder.Feed(piece);
            DecodeStatus status;
            while ((status = decoder.Read(plain.GetSpan(100)[..100], out var written)) == DecodeStatus.Progress)
            {
                plain.Advance(written);
            }

            if (status == DecodeStatus.Corrupt)
            {
                return (plain.WrittenSpan.ToArray(), false);
            }
        }

        return (plain.WrittenSpan.ToArray(), decoder.TryComplete());
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Cut(byte[] bytes, int[] cuts)
    {
        for (int i = 0, start = 0; start < bytes.Length; i++)
        {
            var length = Math.Min(cuts[i % cuts.Length], bytes.Length - start);
            yield return bytes.AsMemory(start, length);
            start += length;
        }
    }
}
