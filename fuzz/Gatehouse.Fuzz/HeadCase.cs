using System.Buffers;
using Gatehouse.Html;

namespace Gatehouse.Fuzz;

/// <summary>Content put into the head of a document; the first byte of the data chooses how.</summary>
internal static class HeadCase
{
    private static readonly HtmlRewriterProgram[] Programs =
    [
        Program(HeadPosition.Start, leavesFragments: false),
        Program(HeadPosition.End, leavesFragments: false),
        Program(HeadPosition.Start, leavesFragments: true),
        Program(HeadPosition.End, leavesFragments: true),
    ];

    public static ReadOnlySpan<byte> Document(ReadOnlySpan<byte> data) => data.IsEmpty ? data : data[1..];

    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> data, bool cut, ReadOnlySpan<byte> content)
    {
        var choice = data.IsEmpty ? 0 : data[0];
        var output = new ArrayBufferWriter<byte>();
        using var rewriter = Programs[choice & 3].Open(output, null, content.ToArray());
        var size = cut ? 1 + (choice >> 2) % 9 : int.MaxValue;
        for (var rest = Document(data); !rest.IsEmpty; rest = rest[Math.Min(size, rest.Length)..])
        {
            rewriter.Write(rest[..Math.Min(size, rest.Length)]);
        }

        rewriter.End();
        return output.WrittenSpan;
    }

    public static void Require(bool condition, string what)
    {
        if (!condition)
        {
            throw new InvalidOperationException(what);
        }
    }

    private static HtmlRewriterProgram Program(HeadPosition position, bool leavesFragments) =>
        new HtmlRewriterBuilder(new HtmlRewriterOptions { IsGraceful = true, LeavesFragments = leavesFragments, MaxMemory = 1 << 24 })
            .OnHead(position, static head => head.AppendHtml((byte[])head.State!))
            .Build();
}
