namespace Gatehouse.Fuzz;

/// <summary>The first byte chooses cuts, the rest is the document.</summary>
internal static class RewriterTarget
{
    public static void Run(ReadOnlySpan<byte> data)
    {
        HeadInjectorCase.Require(RewriterCase.Unchanged(data).SequenceEqual(HeadInjectorCase.Document(data)), "a byte changed");
        HeadInjectorCase.Require(
            RewriterCase.Changed(data, cut: false).SequenceEqual(RewriterCase.Changed(data, cut: true)), "the output depends on the cuts");
    }
}
