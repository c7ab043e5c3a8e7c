using System.Text;
using Gatehouse.Pages.Snippet;
using Gatehouse.Sites;

namespace Gatehouse.Tests.Pages.Snippet;

public sealed class SnippetTextTests
{
    [Fact]
    public void It_is_small()
    {
        Assert.InRange(Make().InlineElement.Length, 800, 1400);
    }

    [Fact]
    public void It_is_right_in_html_and_in_xhtml()
    {
        var script = TextOf(Make());

        Assert.DoesNotContain('<', script);
        Assert.DoesNotContain('&', script);
        Assert.DoesNotContain("]]>", script, StringComparison.Ordinal);
        Assert.All(script, static character => Assert.InRange(character, ' ', '~'));
    }

    [Fact]
    public void It_never_holds_the_write_key()
    {
        var script = TextOf(Make());

        Assert.DoesNotContain("WRITEKEY123", script, StringComparison.Ordinal);
        Assert.Equal(2, script.Split("_writeKey=").Length);
    }

    [Fact]
    public void Its_page_view_can_be_left_to_the_page()
    {
        Assert.Contains(".page()", TextOf(Make()), StringComparison.Ordinal);
        Assert.DoesNotContain(".page()", TextOf(Make(pageView: false)), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_text_has_another_name()
    {
        Assert.NotEqual(Make().Path, Make(pageView: false).Path);
        Assert.Equal(Make().Path, Make().Path);
    }

    internal static SnippetText Make(bool pageView = true, string prefix = "seg") => new(new SiteSettings
    {
        Name = "shop",
        Hosts = [],
        WriteKey = "WRITEKEY123",
        RoutePrefix = prefix,
        Snippet = new() { PageView = pageView },
    });

    internal static string TextOf(SnippetText snippet) => Encoding.ASCII.GetString(snippet.Script);
}
