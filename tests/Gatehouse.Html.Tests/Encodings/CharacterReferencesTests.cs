using System.Text;
using Gatehouse.Html.Encodings;
using Gatehouse.Html.Tests.Support;

namespace Gatehouse.Html.Tests.Encodings;

public sealed class CharacterReferencesTests
{
    [Fact]
    public void Named_references_are_what_the_suite_says()
    {
        var cases = Html5lib.Tokenizer
            .Where(static line => line.GetProperty("description").GetString()!.StartsWith("Named entity:", StringComparison.Ordinal))
            .ToList();
        Assert.NotEmpty(cases);
        Assert.All(cases, static line => Assert.Equal(
            line.GetProperty("output")[0][1].GetString(),
            CharacterReferences.DecodeAttribute(Html5lib.Input(line))));
    }

    [Theory]
    [InlineData("&", "&")]
    [InlineData("&;", "&;")]
    [InlineData("&#;", "&#;")]
    [InlineData("&#x;", "&#x;")]
    [InlineData("&#65;&#x42&#X43;", "ABC")]
    [InlineData("&#99999999999;&#xD800;&#0;", "\uFFFD\uFFFD\uFFFD")]
    [InlineData("&#150;", "\u2013")]
    [InlineData("&amp=&ampx&amp;&amp", "&amp=&ampx&&")]
    [InlineData("&notin;&notit;&not", "\u2209&notit;\u00AC")]
    [InlineData("a\r\nb\rc&#13;\0", "a\nb\nc\r\uFFFD")]
    public void A_value_is_decoded_as_in_an_attribute(string value, string text) =>
        Assert.Equal(text, CharacterReferences.DecodeAttribute(Encoding.UTF8.GetBytes(value)));
}
