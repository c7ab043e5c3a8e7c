using System.Text;
using System.Text.Json;
using CsCheck;
using Gatehouse.Delivery.Rules;
using Gatehouse.Events;
using Gatehouse.Sites;

namespace Gatehouse.Tests.Delivery.Rules;

/// <summary>Random events and random rules, judged by a model that works on a tree.</summary>
public sealed class EventMapPropertyTests
{
    // Few names, so that paths meet members; some hold dots, some are written with escapes, all may stand twice.
    private static readonly Gen<string> Names = Gen.OneOf("\"a\"", "\"\\u0061\"", "\"b\"", "\"a.b\"", "\"b.\\u0061.c\"", "\"\"", "\"é\"", "\"\\\"\"", "\"type\"", "\"properties\"");

    private static readonly Gen<string> Space = Gen.OneOf("", "", " ", "\n\t");

    private static readonly Gen<string> Scalars = Gen.OneOf("null", "true", "1", "-0.50", "1e400", "\"\"", "\" Ab\\u00C9 \"", "\"{,}\"", "\"\\\\\\\"\"");

    private static readonly Gen<string> Values = Gen.Recursive<string>(static (depth, value) => depth > 5
        ? Scalars
        : Gen.Frequency((3, Scalars), (1, Arrays(value)), (3, Objects(value))));

    private static readonly Gen<string> Events = Objects(Values);

    private static readonly Gen<string> Paths = Gen.OneOf("a", "b", "é", "\"", "properties", "").Array[1, 4].Select(static names => string.Join('.', names));

    private static readonly Gen<EventRuleSettings> Rules = Gen.Select(
        Paths.Array[0, 3], Paths.Array[0, 3], Gen.Select(Paths, Paths).Array[0, 3], Paths.Array[0, 3], static (keep, drop, rename, hash) => new EventRuleSettings
        {
            Keep = [.. keep],
            Drop = [.. drop],
            Rename = [.. rename.DistinctBy(static pair => pair.Item2).Select(static pair => new RenameSettings(pair.Item1, pair.Item2))],
            Hash = [.. hash],
        });

    [Fact]
    public void What_goes_out_is_what_the_model_says_and_the_rest_stays_byte_for_byte()
    {
        var changed = 0;
        Gen.Select(Events, Rules).Sample(
            (json, rules) =>
            {
                var mapped = Encoding.UTF8.GetString(new EventRules(rules).Map(Encoding.UTF8.GetBytes(json)).Span);

                AssertSame(ModelNode.Map(ModelNode.Parse(json), rules), ModelNode.Parse(mapped));
                Interlocked.Add(ref changed, mapped == json ? 0 : 1);
            },
            iter: 20_000);

        Assert.InRange(changed, 5_000, 20_000);
    }

    [Fact]
    public void What_goes_out_is_an_event_however_deep_it_is() =>
        Gen.Select(Gen.Int[0, EventLimits.Depth - 1], Gen.Bool, Rules).Sample(
            static (depth, arrays, rules) =>
            {
                var open = arrays ? "[" : "{\"a\":";
                var json = "{\"a\":" + string.Concat(Enumerable.Repeat(open, depth)) + "1" + new string(arrays ? ']' : '}', depth) + "}";
                var mapped = new EventRules(rules).Map(Encoding.UTF8.GetBytes(json));

                using var document = JsonDocument.Parse(mapped, new() { MaxDepth = EventLimits.Depth });
                Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
            },
            iter: 3_000);

    private static Gen<string> Arrays(Gen<string> value) => value.Array[0, 3].Select(static items => "[" + string.Join(" ,", items) + "]");

    private static Gen<string> Objects(Gen<string> value) => Gen.Select(Space, Gen.Select(Space, Names, Space, value).Array[0, 5], static (end, members) =>
        "{" + string.Join(",", members.Select(static member => member.Item1 + member.Item2 + member.Item3 + ":" + member.Item1 + member.Item4 + member.Item3)) + end + "}");

    private static void AssertSame(ModelNode expected, ModelNode actual)
    {
        if (expected.Raw is { } raw)
        {
            Assert.Equal(raw, actual.Raw);
            return;
        }

        Assert.Equal(expected.Members!.Select(static member => member.Name), actual.Members!.Select(static member => member.Name));
        foreach (var (one, other) in expected.Members!.Zip(actual.Members!))
        {
            AssertSame(one.Value, other.Value);
        }
    }
}
