namespace Gatehouse.Fuzz;

/// <summary>The first byte chooses options and cuts, the rest is the document.</summary>
internal static class HeadInjectorTarget
{
    public static void Run(ReadOnlySpan<byte> data)
    {
        var whole = HeadInjectorCase.Of(data, cut: false, content: "<script data-gh></script>"u8);
        var cut = HeadInjectorCase.Of(data, cut: true, content: "<script data-gh></script>"u8);
        HeadInjectorCase.Require(whole.SequenceEqual(cut), "the place depends on the cuts");
        HeadInjectorCase.Require(HeadInjectorCase.Of(data, cut: true, default).SequenceEqual(HeadInjectorCase.Document(data)), "a byte changed");
    }
}
