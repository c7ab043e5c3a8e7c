using System.Text;
using Gatehouse.Sites;
using Microsoft.Extensions.Configuration;

namespace Gatehouse.Tests.Sites;

public sealed class ConditionSettingsReaderTests
{
    [Fact]
    public void Every_subject_and_every_combination_is_read()
    {
        var condition = Read(ConditionScope.Event, """
            { "All": [
              { "Any": [ { "Trait": "vip" }, { "Property": "total", "GreaterOrEqual": 99.5 } ] },
              { "Not": { "Context": "page.path", "Matches": "^/admin" } },
              { "Type": "track" },
              { "Event": [ "Order Completed", "Order; Refunded" ] },
              { "Event": { "Matches": "^Order" } } ] }
            """, out var errors);

        Assert.Empty(errors);
        Assert.Equal(
            new ConditionSettings
            {
                All =
                [
                    new() { Any = [Leaf(ConditionSubject.Trait, "vip", TestSettings.IsTrue), Leaf(ConditionSubject.Property, "total", TestSettings.Of(TestKind.GreaterOrEqual, "99.5"))] },
                    new() { Not = Leaf(ConditionSubject.Context, "page.path", TestSettings.Of(TestKind.Match, "^/admin")) },
                    Leaf(ConditionSubject.Type, "", TestSettings.Of(TestKind.Equal, "track")),
                    Leaf(ConditionSubject.Event, "", new(TestKind.In, ["Order Completed", "Order; Refunded"])),
                    Leaf(ConditionSubject.Event, "", TestSettings.Of(TestKind.Match, "^Order")),
                ],
            },
            condition);
    }

    [Theory]
    [InlineData("{ }", "When", "must have exactly one of Trait, Property, Context, Type, Event, All, Any and Not.")]
    [InlineData("""{ "Trait": "a", "Property": "b" }""", "When", "must have exactly one of Trait, Property, Context, Type, Event, All, Any and Not.")]
    [InlineData("""{ "All": [ { "Trait": "a" } ], "Equals": "b" }""", "When:Equals", "goes with Trait, Property or Context only.")]
    [InlineData("""{ "Trait": "a", "Equals": "b", "In": [ "c" ] }""", "When:In", "is a second test beside Equals; a condition has one, and several are joined by All.")]
    [InlineData("""{ "Trait": "a", "Equals": "" }""", "When:Equals", "is empty; give a value (an empty text is found by \"Matches\": \"^$\").")]
    [InlineData("""{ "Trait": "a", "Exists": "maybe" }""", "When:Exists", "must be true or false.")]
    [InlineData("""{ "Trait": "a", "Less": "much" }""", "When:Less", "must be a number, or a date such as 2026-01-31 or 2026-01-31T12:00:00Z.")]
    [InlineData("""{ "Trait": "a.b.c.d.e.f.g.h.i", "Exists": true }""", "When:Trait", "has more than 8 names with dots between.")]
    [InlineData("""{ "Event": "a", "Matches": "b" }""", "When:Matches", "does not go beside Event; write { \"Event\": { \"Matches\": … } }.")]
    [InlineData("""{ "Event": { } }""", "When:Event", "is empty; give a name, an array of names, or an object with a test such as { \"Matches\": \"^Order\" }.")]
    [InlineData("""{ "Type": [ "trak" ] }""", "When:Type", "is no type of event; there are track, page, screen, identify, group, alias.")]
    [InlineData("""{ "Not": { "Any": [ { "Trait": "a", "Equal": "b" } ] } }""", "When:Not:Any:0:Equal", "is not a known key; did you mean Equals?")]
    public void A_fault_is_told_with_its_key_and_the_mend(string json, string key, string mend)
    {
        Read(ConditionScope.Event, json, out var errors);

        var error = Assert.Single(errors);
        Assert.Equal((key, mend), (error.Key, error.Mend));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("(?=a)b")]
    [InlineData("(a)\\1")]
    public void A_pattern_that_cannot_be_used_is_told_with_the_reason(string pattern)
    {
        Read(ConditionScope.Event, $$"""{ "Event": { "Matches": "{{pattern.Replace("\\", "\\\\", StringComparison.Ordinal)}}" } }""", out var errors);

        var error = Assert.Single(errors);
        Assert.Equal(("When:Event:Matches", pattern), (error.Key, error.Value));
        Assert.StartsWith("is no regular expression that can be used here: ", error.Mend, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Property")]
    [InlineData("Context")]
    [InlineData("Type")]
    [InlineData("Event")]
    public void What_asks_for_an_event_is_a_fault_where_there_is_only_a_profile(string key)
    {
        Read(ConditionScope.Profile, $$"""{ "Not": { "{{key}}": "page" } }""", out var errors);

        var error = Assert.Single(errors);
        Assert.Equal("When:Not:" + key, error.Key);
        Assert.Equal("asks for an event, and here is only a visitor's profile; use Trait.", error.Mend);
    }

    [Fact]
    public void Conditions_are_16_deep_at_most()
    {
        Read(ConditionScope.Profile, Nested(15), out var errors);
        Assert.Empty(errors);

        Read(ConditionScope.Profile, Nested(16), out errors);
        Assert.Equal("is nested deeper than 16 levels.", Assert.Single(errors).Mend);
    }

    private static string Nested(int times) => string.Concat(Enumerable.Repeat("{ \"Not\": ", times)) + "{ \"Trait\": \"a\" }" + new string('}', times);

    private static ConditionSettings Leaf(ConditionSubject subject, string name, TestSettings test) => new() { Subject = subject, Name = name, Test = test };

    private static ConditionSettings Read(ConditionScope scope, string json, out List<SettingsError> errors)
    {
        errors = [];
        var root = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes($$"""{ "When": {{json}} }"""))).Build();
        return ConditionSettingsReader.Read(new(root.GetSection("When"), errors), scope);
    }
}
