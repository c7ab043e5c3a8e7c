using System.Text.Json;
using Gatehouse.Profiles;

namespace Gatehouse.Tests.Profiles;

public sealed class ProfileTests
{
    private static readonly Profile Some = new(JsonElement.Parse("""
        {"yes":true,"no":false,"text_yes":"true","escaped":"\u0074rue","upper":"TRUE","one":1,"null":null,"object":{},"text":"é","number":-120.5,"huge":1e400,"digits":"7"}
        """).EnumerateObject().ToDictionary(static member => member.Name, static member => member.Value, StringComparer.Ordinal));

    [Theory]
    [InlineData("yes", true)]
    [InlineData("text_yes", true)]
    [InlineData("escaped", true)]
    [InlineData("upper", false)]
    [InlineData("no", false)]
    [InlineData("one", false)]
    [InlineData("null", false)]
    [InlineData("object", false)]
    [InlineData("Yes", false)]
    [InlineData("unknown", false)]
    public void A_trait_is_true_as_JSON_or_as_text(string trait, bool expected) => Assert.Equal(expected, Some.Is(trait));

    [Theory]
    [InlineData("text", "é")]
    [InlineData("digits", "7")]
    [InlineData("number", null)]
    [InlineData("null", null)]
    [InlineData("unknown", null)]
    public void A_text_is_a_JSON_string_only(string trait, string? expected) => Assert.Equal(expected, Some.Text(trait));

    [Theory]
    [InlineData("number", -120.5)]
    [InlineData("one", 1.0)]
    [InlineData("huge", null)]
    [InlineData("digits", null)]
    [InlineData("unknown", null)]
    public void A_number_is_a_finite_JSON_number_only(string trait, double? expected) => Assert.Equal(expected, Some.Number(trait));

    [Fact]
    public void An_empty_profile_has_no_traits() => Assert.Empty(Profile.Empty.Traits);
}
