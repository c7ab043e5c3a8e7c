using System.Text;
using Gatehouse.Delivery.Rules;
using Gatehouse.Sites;

namespace Gatehouse.Tests.Delivery.Rules;

public sealed class EventMapTests
{
    private const string Abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    [Theory]
    [InlineData("""{"a":1,"b":2,"c":3}""", "a", """{"b":2,"c":3}""")]
    [InlineData("""{"a":1,"b":2,"c":3}""", "b", """{"a":1,"c":3}""")]
    [InlineData("""{"a":1,"b":2,"c":3}""", "c", """{"a":1,"b":2}""")]
    [InlineData("""{"a":1,"b":2,"c":3}""", "b;c", """{"a":1}""")]
    [InlineData("""{"a":1,"b":2,"c":3}""", "a;b;c", "{}")]
    [InlineData("""{ "a" : 1 , "b" : 2 }""", "b", """{ "a" : 1  }""")]
    [InlineData("""{ "a" : 1 , "b" : 2 }""", "a", """{  "b" : 2 }""")]
    [InlineData("""{"p":{"a":1,"b":{"c":[{"a":1}]}}}""", "p.a;p.b.c", """{"p":{"b":{}}}""")]
    [InlineData("""{"p":{"a.b":1,"a":{"b":2,"c":3}}}""", "p.a.b", """{"p":{"a":{"c":3}}}""")]
    [InlineData("""{"p":{"a":1,"\u0061":2,"A":3}}""", "p.a", """{"p":{"A":3}}""")]
    [InlineData("""{"p":{"x":1,"a":[],"x":{"y":2}}}""", "p.x;p.x.y", """{"p":{"a":[]}}""")]
    [InlineData("""{"p":[{"a":1}],"q":"p.a"}""", "p.a;p.0", """{"p":[{"a":1}],"q":"p.a"}""")]
    public void Drop_takes_out_what_is_named(string json, string paths, string expected) => Assert.Equal(expected, Map(new() { Drop = [.. paths.Split(';')] }, json));

    [Fact]
    public void Keep_leaves_what_is_named_and_what_every_destination_needs()
    {
        const string json = """{"type":"track","userId":"u","event":"E","properties":{"sku":1,"email":"e"},"context":{"page":{"path":"/","title":"t"},"ip":"i"},"messageId":"m","timestamp":"t","traits":null}""";

        Assert.Equal("""{"type":"track","messageId":"m","timestamp":"t"}""", Map(new() { Keep = ["nothing"] }, json));
        Assert.Equal(
            """{"type":"track","event":"E","properties":{"sku":1},"context":{"page":{"path":"/","title":"t"}},"messageId":"m","timestamp":"t"}""",
            Map(new() { Keep = ["event", "properties.sku", "context.page", "traits.plan"] }, json));
    }

    [Theory]
    [InlineData("""{"p":{"a":1},"q":2}""", "p.a", "p.b", """{"p":{"b":1},"q":2}""")]
    [InlineData("""{"p":{"a":1},"q":2}""", "p.a", "r.s.t", """{"p":{},"q":2,"r":{"s":{"t":1}}}""")]
    [InlineData("""{"p":{"a":1,"b":2}}""", "p.a", "p.b", """{"p":{"b":1}}""")]
    [InlineData("""{"p":{"a":1}}""", "p.a", "p", """{"p":1}""")]
    [InlineData("""{"p":{"a":1}}""", "p", "p.q", """{"p":{"q":{"a":1}}}""")]
    [InlineData("""{"p":{"b":2}}""", "p.a", "p.b", """{"p":{"b":2}}""")]
    [InlineData("""{"p":"text","a":1}""", "a", "p.b", """{"p":"text","a":1}""")]
    [InlineData("""{"a":1,"a":2}""", "a", "b", """{"b":2}""")]
    [InlineData("""{"a":1}""", "a", "\"b☃", """{"\"b☃":1}""")]
    [InlineData("""{"p":{"a":{"x":[1 , 2]} } }""", "p.a", "p.b", """{"p":{ "b":{"x":[1 , 2]}} }""")]
    public void Rename_moves_a_value(string json, string from, string to, string expected) => Assert.Equal(expected, Map(new() { Rename = [new(from, to)] }, json));

    [Fact]
    public void Two_can_change_places_and_one_that_cannot_move_stays()
    {
        Assert.Equal("""{"p":{"b":1,"a":2}}""", Map(new() { Rename = [new("p.a", "p.b"), new("p.b", "p.a")] }, """{"p":{"a":1,"b":2}}"""));
        Assert.Equal("""{"p":{"c":1},"q":"text","b":2}""", Map(new() { Rename = [new("b", "q.x"), new("p.a", "p.c")] }, """{"p":{"a":1},"q":"text","b":2}"""));
    }

    [Fact]
    public void Rename_never_makes_an_event_deeper_than_events_may_be()
    {
        var deep = $$"""{"a":{{new string('[', 61)}}{{new string(']', 61)}}}""";

        Assert.Equal(deep, Map(new() { Rename = [new("a", "b.c")] }, deep));
        Assert.Equal(deep.Replace("\"a\"", "\"b\"", StringComparison.Ordinal), Map(new() { Rename = [new("a", "b")] }, deep));
    }

    [Theory]
    [InlineData("\"abc\"", "\"" + Abc + "\"")]
    [InlineData("\" \\tABC\\u00a0\"", "\"" + Abc + "\"")]
    [InlineData("1.50", "\"1a60b208ff491c3e2d21cdd5abb003e51e97b072efec59098863da45021de6a9\"")]
    [InlineData("\"\"", "\"\"")]
    [InlineData("\"  \"", "\"  \"")]
    [InlineData("null", "null")]
    [InlineData("true", "true")]
    [InlineData("""[ "abc", { "abc" : "ABC", "n": false } ]""", "[ \"" + Abc + "\", { \"abc\" : \"" + Abc + "\", \"n\": false } ]")]
    public void Hash_is_of_the_trimmed_small_text_or_the_JSON_of_a_number(string value, string expected) =>
        Assert.Equal($$"""{"traits":{"x":"abc","email":{{expected}} } }""", Map(new() { Hash = ["traits.email", "userId"] }, $$"""{"traits":{"x":"abc","email":{{value}} } }"""));

    [Fact]
    public void Hash_is_salted_if_there_is_a_salt() =>
        Assert.Equal($$"""{"userId":"{{Abc}}"}""", Map(new() { Hash = ["userId"], HashSalt = "a" }, """{"userId":"BC"}"""));

    [Fact]
    public void Keep_comes_first_then_drop_then_rename_then_hash() => Assert.Equal(
        $$"""{"type":"track","traits":{"em":"{{Abc}}"} }""",
        Map(
            new() { Keep = ["traits", "email"], Drop = ["email", "traits.phone"], Rename = [new("traits.email", "traits.em")], Hash = ["traits.em", "traits.email"] },
            """{"type":"track","email":"e","traits":{"phone":1,"email":"abc"},"x":1 }"""));

    [Fact]
    public void The_example_of_the_documentation_is_true()
    {
        var rules = new EventRuleSettings { Keep = ["event", "properties", "traits.email"], Drop = ["properties.note"], Rename = [new("traits.email", "user.em")], Hash = ["user.em"] };

        Assert.Equal(
            """{"type":"track","messageId":"m-1","timestamp":"2026-11-25T12:00:00.000Z","event":"Order Completed","properties":{"total":12.5},"traits":{},"user":{"em":"b5fc85e55755f9e0d030a10ab4429b6b2944855f9a0d60077fe832becbc41d72"}}""",
            Map(rules, """{"type":"track","messageId":"m-1","timestamp":"2026-11-25T12:00:00.000Z","anonymousId":"a-1","event":"Order Completed","properties":{"total":12.5,"note":"ring twice"},"traits":{"email":"Ada@Example.com "},"context":{"ip":"192.0.2.1","consent":{"categoryPreferences":{"advertising":true}}}}"""));
    }

    [Fact]
    public void What_there_is_nothing_to_change_of_is_the_same_memory()
    {
        ReadOnlyMemory<byte> json = """{"type":"track","properties":{"a":1}}"""u8.ToArray();
        var rules = new EventRules(new() { Keep = ["properties"], Drop = ["properties.b"], Rename = [new("a", "b")], Hash = ["userId"] });

        Assert.Equal(json, rules.Map(json));
        Assert.Equal(json, new EventRules(new()).Map(json));
    }

    private static string Map(EventRuleSettings rules, string json) => Encoding.UTF8.GetString(new EventRules(rules).Map(Encoding.UTF8.GetBytes(json)).Span);
}
