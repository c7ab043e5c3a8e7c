namespace Gatehouse.Fuzz;

/// <summary>The first byte chooses cuts, the rest is the document.</summary>
internal static class RewriterTarget
{
    public static void Run(ReadOnlySpan<byte> data)
    {
        HeadCase.Require(RewriterCase.Unchanged(data).SequenceEqual(HeadCase.Document(data)), "a byte changed");
        HeadCase.Require(
            RewriterCase.Changed(data, cut: false).SequenceEqual(RewriterCase.Changed(data, cut: true)), "the output depends on the cuts");
    }
}
