using Gatehouse.Html;

namespace Gatehouse.Fuzz;

/// <summary>One selector, alone and inside of others that must say the same.</summary>
internal static class SelectorCase
{
    private static readonly byte[] Page =
        """
        <!DOCTYPE html><html lang=en><body class=a><ul id=i><li class="a b">x<li title='b &amp; c' class=b><li id=a type=B></ul>
        <p a=b><b class=a></b><i></i><b></b></p><x-a><svg viewBox=1><a href=b><title>t</title></a></svg></x-a><p b=a>
        """u8.ToArray();

    public static void Check(string selector)
    {
        if (Matches(selector) is not { } found)
        {
            return;
        }

        var all = Matches("*")!;
        foreach (var same in (ReadOnlySpan<string>)[":is(" + selector + "\n)", "*, :not(*)," + selector, "*:where(" + selector + "\n)"])
        {
            // Too long or too deep, or the comment at its end took the parenthesis.
            if (!selector.Contains("/*", StringComparison.Ordinal) && Matches(same) is { } again)
            {
                HeadCase.Require(again.SequenceEqual(same[0] == '*' && same[1] == ',' ? all : found), same + " does not say the same");
            }
        }

        if (!selector.Contains("/*", StringComparison.Ordinal) && Matches(":not(" + selector + "\n)") is { } others)
        {
            HeadCase.Require(others.Order().SequenceEqual(all.Except(found)), "an element matches both or neither");
        }
    }

    private static List<int>? Matches(string selector)
    {
        var found = new List<int>();
        var number = 0;
        try
        {
            var program = new HtmlRewriterBuilder().OnElement("*", _ => number++).OnElement(selector, _ => found.Add(number)).Build();
            using var rewriter = program.Open(static _ => { });
            rewriter.Write(Page);
            rewriter.End();
            return found;
        }
        catch (HtmlSelectorException refused)
        {
            HeadCase.Require(refused.Message.Length < 1000, "the message is too long");
            return null;
        }
    }
}
