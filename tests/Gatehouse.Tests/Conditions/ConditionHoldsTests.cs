using System.Text;
using Gatehouse.Conditions;
using Gatehouse.Sites;

namespace Gatehouse.Tests.Conditions;

public sealed class ConditionHoldsTests
{
    private static readonly byte[] Facts = """
        {
          "yes": true, "no": false, "null": null, "yes text": "true", "price": 120.50, "huge": 1e999, "plan": "Gold", "empty": "", "esc\u0061ped": "a\"b\u00e9",
          "born": "1990-05-17", "at": "2026-11-25T12:00:00+02:00", "list": [ "gold", 5, [ "deep" ], null, true ], "object": { "plan": "inner", "a.b": 1, "a": { "b": 2, "c": 3 } },
          "dotted.name": "literal", "dotted": { "name": "nested", "other": { "x": 1 }, "other.x": 2 }, "twice": 1, "twice": 2, "tags": "red,green"
        }
        """u8.ToArray();

    [Theory]
    [InlineData("yes", true)]
    [InlineData("yes text", true)]
    [InlineData("no", false)]
    [InlineData("null", false)]
    [InlineData("plan", false)]
    [InlineData("price", false)]
    [InlineData("unknown", false)]
    public void A_name_alone_asks_for_true(string name, bool expected) => Assert.Equal(expected, Holds(name, TestSettings.IsTrue));

    [Theory]
    [InlineData("plan", "Gold", true)]
    [InlineData("plan", "gold", false)]
    [InlineData("price", "120.5", true)]
    [InlineData("price", "1.205e2", true)]
    [InlineData("yes", "True", true)]
    [InlineData("no", "false", true)]
    [InlineData("null", "null", false)]
    [InlineData("list", "gold", false)]
    [InlineData("escaped", "a\"bé", true)]
    [InlineData("object.plan", "inner", true)]
    public void Equal_is_by_type_of_the_value(string name, string text, bool expected) => Assert.Equal(expected, Holds(name, TestSettings.Of(TestKind.Equal, text)));

    [Theory]
    [InlineData("dotted.name", "literal")]
    [InlineData("dotted.other.x", "2")]
    [InlineData("object.a.b", "1")]
    [InlineData("object.a.c", "3")]
    [InlineData("twice", "2")]
    public void A_name_with_dots_goes_before_a_path_and_the_last_of_two_counts(string name, string text) =>
        Assert.True(Holds(name, TestSettings.Of(TestKind.Equal, text)));

    [Fact]
    public void In_takes_any_of_several()
    {
        Assert.True(Holds("plan", new(TestKind.In, ["Silver", "Gold"])));
        Assert.True(Holds("price", new(TestKind.In, ["1", "120.5"])));
        Assert.False(Holds("plan", new(TestKind.In, ["silver", "gold"])));
        Assert.False(Holds("unknown", new(TestKind.In, ["silver"])));
    }

    [Theory]
    [InlineData("plan", "^G.ld$", true)]
    [InlineData("plan", "ol", true)]
    [InlineData("plan", "^gold$", false)]
    [InlineData("plan", "(?i)^gold$", true)]
    [InlineData("empty", "^$", true)]
    [InlineData("price", "^120\\.50$", true)]
    [InlineData("yes", "^true$", true)]
    [InlineData("escaped", "é$", true)]
    [InlineData("null", "", false)]
    [InlineData("list", "gold", false)]
    [InlineData("object", "inner", false)]
    [InlineData("unknown", "", false)]
    public void Matches_looks_into_texts_and_the_JSON_of_numbers(string name, string pattern, bool expected) =>
        Assert.Equal(expected, Holds(name, TestSettings.Of(TestKind.Match, pattern)));

    [Fact]
    public void Matches_reads_texts_that_are_longer_than_the_stack_is_for()
    {
        var facts = new JsonFacts(Encoding.UTF8.GetBytes($$"""{"x":"{{new string('é', 5000)}}!"}"""));

        Assert.True(Compile("x", TestSettings.Of(TestKind.Match, "é!$")).Holds(facts));
    }

    [Theory]
    [InlineData("plan", true)]
    [InlineData("no", true)]
    [InlineData("empty", true)]
    [InlineData("null", false)]
    [InlineData("unknown", false)]
    [InlineData("plan.deeper", false)]
    public void Exists_takes_null_for_nothing(string name, bool exists)
    {
        Assert.Equal(exists, Holds(name, TestSettings.Of(TestKind.Exist, "True")));
        Assert.Equal(!exists, Holds(name, TestSettings.Of(TestKind.Exist, "false")));
    }

    [Theory]
    [InlineData("price", "120.5", 0)]
    [InlineData("price", "120", 1)]
    [InlineData("price", "-1e3", 1)]
    [InlineData("price", "121", -1)]
    [InlineData("huge", "1e300", 1)]
    [InlineData("born", "1990-05-17", 0)]
    [InlineData("born", "1990-05-16T23:59:59Z", 1)]
    [InlineData("born", "2000-01-01", -1)]
    [InlineData("at", "2026-11-25T10:00:00Z", 0)]
    [InlineData("at", "2026-11-25T11:00:00Z", -1)]
    public void Order_is_of_numbers_and_of_dates(string name, string bound, int order)
    {
        Assert.Equal(order > 0, Holds(name, TestSettings.Of(TestKind.Greater, bound)));
        Assert.Equal(order >= 0, Holds(name, TestSettings.Of(TestKind.GreaterOrEqual, bound)));
        Assert.Equal(order < 0, Holds(name, TestSettings.Of(TestKind.Less, bound)));
        Assert.Equal(order <= 0, Holds(name, TestSettings.Of(TestKind.LessOrEqual, bound)));
    }

    [Theory]
    [InlineData("born", "5")]
    [InlineData("price", "1990-05-17")]
    [InlineData("plan", "5")]
    [InlineData("plan", "1990-05-17")]
    [InlineData("null", "5")]
    [InlineData("unknown", "5")]
    [InlineData("list", "5")]
    public void What_cannot_be_compared_is_neither_greater_nor_less(string name, string bound)
    {
        foreach (var kind in new[] { TestKind.Greater, TestKind.GreaterOrEqual, TestKind.Less, TestKind.LessOrEqual })
        {
            Assert.False(Holds(name, TestSettings.Of(kind, bound)));
        }
    }

    [Theory]
    [InlineData("tags", "green", true)]
    [InlineData("tags", "Green", false)]
    [InlineData("escaped", "\"bé", true)]
    [InlineData("list", "gold", true)]
    [InlineData("list", "5", true)]
    [InlineData("list", "true", true)]
    [InlineData("list", "deep", false)]
    [InlineData("list", "gol", false)]
    [InlineData("price", "120", false)]
    [InlineData("object", "plan", false)]
    [InlineData("unknown", "x", false)]
    public void Contains_is_of_texts_and_arrays(string name, string text, bool expected) => Assert.Equal(expected, Holds(name, TestSettings.Of(TestKind.Contain, text)));

    [Fact]
    public void Asking_allocates_nothing()
    {
        var condition = Condition.Compile(new()
        {
            All =
            [
                Leaf("object.a.c", TestSettings.Of(TestKind.Equal, "3")), Leaf("at", TestSettings.Of(TestKind.Less, "2030-01-01")),
                Leaf("list", TestSettings.Of(TestKind.Contain, "5")), new() { Not = Leaf("plan", new(TestKind.In, ["a", "b"])) },
            ],
        });
        var facts = new JsonFacts(Facts);
        Assert.True(condition.Holds(facts));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var holds = condition.Holds(facts);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(holds);
    }

    private static bool Holds(string name, TestSettings test) => Compile(name, test).Holds(new JsonFacts(Facts));

    private static Condition Compile(string name, TestSettings test) => Condition.Compile(Leaf(name, test));

    private static ConditionSettings Leaf(string name, TestSettings test) => new() { Subject = ConditionSubject.Property, Name = name, Test = test };
}
