using System.Text;
using Gatehouse.Html.Tests.Support;

namespace Gatehouse.Html.Tests.Rewriting;

public sealed class RewriterIdentityTests
{
    [Fact]
    public void Handlers_that_change_nothing_leave_every_html5lib_input_as_it_is()
    {
        var program = new HtmlRewriterBuilder(new HtmlRewriterOptions { MaxMemory = 1 << 20 })
            .OnElement("*", static element => element.OnEndTag(static end => Assert.NotEmpty(end.Name)))
            .OnElement("*", static element => Assert.NotNull(element.Attributes))
            .OnText("*", static text => Assert.NotNull(text.Text))
            .OnComment("*", static comment => Assert.NotNull(comment.Text))
            .OnText(static text => Assert.Equal(text.IsLastInNode, text.RawText.IsEmpty))
            .OnComment(static comment => Assert.False(comment.IsRemoved))
            .OnDoctype(static doctype => Assert.NotEqual("", doctype.Name))
            .OnEnd(static _ => { })
            .Build();
        foreach (var input in Html5lib.Inputs)
        {
            foreach (var (name, sizes) in Cuts.All)
            {
                var output = program.Rewrite(input, sizes);
                Assert.True(input.AsSpan().SequenceEqual(output), $"{name}: {Encoding.UTF8.GetString(input)}\n{Encoding.UTF8.GetString(output)}");
            }
        }
    }
}
