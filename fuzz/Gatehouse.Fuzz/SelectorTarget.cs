namespace Gatehouse.Fuzz;

/// <summary>The data is a selector, in UTF-8.</summary>
internal static class SelectorTarget
{
    public static void Run(ReadOnlySpan<byte> data) => SelectorCase.Check(System.Text.Encoding.UTF8.GetString(data));
}
