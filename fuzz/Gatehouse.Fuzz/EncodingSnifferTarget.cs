using Gatehouse.Html;

namespace Gatehouse.Fuzz;

internal static class EncodingSnifferTarget
{
    public static void Run(ReadOnlySpan<byte> data)
    {
        var name = HtmlEncodingSniffer.Sniff(data);
        HeadCase.Require(name is null or "replacement" || HtmlEncodingSniffer.FindLabel(name) == name, "not a name");
    }
}
