namespace Gatehouse.Fuzz;

/// <summary>The first byte chooses options and cuts, the rest is the document.</summary>
internal static class HeadTarget
{
    public static void Run(ReadOnlySpan<byte> data)
    {
        var whole = HeadCase.Of(data, cut: false, content: "<script data-gh></script>"u8);
        var cut = HeadCase.Of(data, cut: true, content: "<script data-gh></script>"u8);
        HeadCase.Require(whole.SequenceEqual(cut), "the place depends on the cuts");
        HeadCase.Require(HeadCase.Of(data, cut: true, default).SequenceEqual(HeadCase.Document(data)), "a byte changed");
    }
}
