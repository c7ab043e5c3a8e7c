using System.Text.Json;
using Gatehouse.Conditions;
using Gatehouse.Profiles;
using Gatehouse.Sites;
using Gatehouse.Variations;

namespace Gatehouse.Tests.Variations;

public sealed class ConditionTests
{
    private static readonly Profile Some = new(JsonElement.Parse("""{"yes":true,"no":false,"plan":"gold","ltv":120.50,"n":null,"list":["gold"]}""")
        .EnumerateObject().ToDictionary(static member => member.Name, static member => member.Value, StringComparer.Ordinal));

    [Theory]
    [InlineData("yes", null, true)]
    [InlineData("no", null, false)]
    [InlineData("plan", null, false)]
    [InlineData("unknown", null, false)]
    [InlineData("plan", "gold", true)]
    [InlineData("plan", "Gold", false)]
    [InlineData("ltv", "120.5", true)]
    [InlineData("ltv", "1.205e2", true)]
    [InlineData("ltv", "x", false)]
    [InlineData("yes", "true", true)]
    [InlineData("yes", "True", true)]
    [InlineData("no", "false", true)]
    [InlineData("no", "true", false)]
    [InlineData("n", "null", false)]
    [InlineData("list", "gold", false)]
    [InlineData("unknown", "gold", false)]
    public void A_leaf_asks_for_truth_or_for_a_value(string trait, string? text, bool expected) =>
        Assert.Equal(expected, Holds(new() { Subject = ConditionSubject.Trait, Name = trait, Test = text is null ? TestSettings.IsTrue : TestSettings.Of(TestKind.Equal, text) }));

    [Fact]
    public void Conditions_combine()
    {
        ConditionSettings yes = new() { Subject = ConditionSubject.Trait, Name = "yes" };
        ConditionSettings no = new() { Subject = ConditionSubject.Trait, Name = "no" };

        Assert.True(Holds(new() { All = [yes, yes] }));
        Assert.False(Holds(new() { All = [yes, no] }));
        Assert.True(Holds(new() { All = [] }));
        Assert.True(Holds(new() { Any = [no, yes] }));
        Assert.False(Holds(new() { Any = [no, no] }));
        Assert.False(Holds(new() { Any = [] }));
        Assert.True(Holds(new() { Not = no }));
        Assert.True(Holds(new() { All = [new() { Any = [no, yes] }, new() { Not = new() { All = [yes, no] } }] }));
    }

    private static bool Holds(ConditionSettings settings) => Condition.Compile(settings).Holds(new ProfileFacts(Some));
}
