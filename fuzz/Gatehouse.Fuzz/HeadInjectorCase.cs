using System.Buffers;
using Gatehouse.Html;

namespace Gatehouse.Fuzz;

/// <summary>One run of an injector, chosen by the first byte of the data.</summary>
internal static class HeadInjectorCase
{
    public static ReadOnlySpan<byte> Document(ReadOnlySpan<byte> data) => data.IsEmpty ? data : data[1..];

    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> data, bool cut, ReadOnlySpan<byte> content)
    {
        var choice = data.IsEmpty ? 0 : data[0];
        var options = new HeadInjectorOptions
        {
            Position = (HeadPosition)(choice & 1),
            LeaveFragments = (choice & 2) != 0,
        };
        var output = new ArrayBufferWriter<byte>();
        using var injector = new HeadInjector(options, new Fixed(content.ToArray()));
        var size = cut ? 1 + (choice >> 2) % 9 : int.MaxValue;
        for (var rest = Document(data); !rest.IsEmpty; rest = rest[Math.Min(size, rest.Length)..])
        {
            injector.Write(rest[..Math.Min(size, rest.Length)], output);
        }

        injector.Complete(output);
        return output.WrittenSpan;
    }

    public static void Require(bool condition, string what)
    {
        if (!condition)
        {
            throw new InvalidOperationException(what);
        }
    }

    private sealed class Fixed(byte[] content) : IHeadContent
    {
        public ReadOnlyMemory<byte> GetContent(in HeadFindings findings) => content;
    }
}
