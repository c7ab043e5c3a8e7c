using System.Text;
using Gatehouse.Delivery.Rules;
using Gatehouse.Events;
using Gatehouse.Sites;

namespace Gatehouse.Tests.Delivery.Rules;

public sealed class EventRulesTests
{
    [Theory]
    [InlineData("""{ }""", true)]
    [InlineData("""{"context":null}""", true)]
    [InlineData("""{"context":{"consent":null}}""", true)]
    [InlineData("""{"context":{"consent":{}}}""", false)]
    [InlineData("""{"context":{"consent":"no"}}""", false)]
    [InlineData("""{"context":{"consent":{"categoryPreferences":null}}}""", false)]
    [InlineData("""{"context":{"consent":{"categoryPreferences":{}}}}""", false)]
    [InlineData("""{"context":{"consent":{"categoryPreferences":{"C1":true}}}}""", false)]
    [InlineData("""{"context":{"consent":{"categoryPreferences":{"C1":true,"C2":false}}}}""", false)]
    [InlineData("""{"context":{"consent":{"categoryPreferences":{"C1":true,"C2":"true"}}}}""", false)]
    [InlineData("""{"context":{"consent":{"categoryPreferences":{"C1":true,"c2":true}}}}""", false)]
    [InlineData("""{"context":{"consent":{"categoryPreferences":{"C1":true,"C2":true,"C3":false}}}}""", true)]
    [InlineData("""{"context":{"consent":{"categoryPreferences":{"C1":true,"\u00432":true}}}}""", true)]
    [InlineData("""{"context":{"consent":{"categoryPreferences":{"C1":true,"C2":true,"C2":false}}}}""", false)]
    public void Consent_is_needed_in_all_categories_wherever_it_is_spoken_of(string json, bool goes)
    {
        Assert.Equal(goes ? null : "consent", Reject(new() { Consent = ["C1", "C2"] }, json));
        Assert.Null(Reject(new(), json));
    }

    [Theory]
    [InlineData("""{ }""", true)]
    [InlineData("""{"integrations":null}""", true)]
    [InlineData("""{"integrations":[]}""", true)]
    [InlineData("""{"integrations":{"All":true}}""", true)]
    [InlineData("""{"integrations":{"All":false}}""", false)]
    [InlineData("""{"integrations":{"all":false}}""", true)]
    [InlineData("""{"integrations":{"All":false,"Hook":true}}""", true)]
    [InlineData("""{"integrations":{"All":false,"Hook":{"a":1}}}""", true)]
    [InlineData("""{"integrations":{"All":false,"Hook":{}}}""", true)]
    [InlineData("""{"integrations":{"All":false,"Hook":null}}""", false)]
    [InlineData("""{"integrations":{"All":false,"hook":true}}""", false)]
    [InlineData("""{"integrations":{"All":true,"Hook":false}}""", false)]
    [InlineData("""{"integrations":{"Hook":false}}""", false)]
    [InlineData("""{"integrations":{"Other":false}}""", true)]
    public void Integrations_switch_off_by_name_before_all(string json, bool goes)
    {
        Assert.Equal(goes ? null : "integrations", Reject(new() { Integration = "Hook" }, json));
        Assert.Null(Reject(new(), json));
    }

    [Fact]
    public void Consent_comes_first_then_integrations_then_when_then_sample()
    {
        const string none = """{"context":{"consent":{"categoryPreferences":{}}},"integrations":{"All":false}}""";
        var rules = new EventRuleSettings { Consent = ["C1"], Integration = "Hook", When = Leaf(ConditionSubject.Property, "x", TestSettings.IsTrue), Sample = double.Epsilon };

        Assert.Equal("consent", Reject(rules, none));
        Assert.Equal("integrations", Reject(rules with { Consent = [] }, none));
        Assert.Equal("when", Reject(rules with { Consent = [], Integration = null }, none));
        Assert.Equal("sample", Reject(rules with { Consent = [], Integration = null, When = null }, none));
    }

    [Fact]
    public void When_sees_every_part_of_an_event()
    {
        const string json = """{"properties":{"total":5},"traits":{"plan":"own"},"context":{"page":{"path":"/a"},"traits":{"plan":"shared","vip":true}},"event":"Bought","name":"Home"}""";

        Assert.True(Goes(ConditionSubject.Property, "total", TestSettings.Of(TestKind.Equal, "5")));
        Assert.True(Goes(ConditionSubject.Context, "page.path", TestSettings.Of(TestKind.Equal, "/a")));
        Assert.True(Goes(ConditionSubject.Trait, "plan", TestSettings.Of(TestKind.Equal, "own")));
        Assert.True(Goes(ConditionSubject.Trait, "vip", TestSettings.IsTrue));
        Assert.False(Goes(ConditionSubject.Trait, "total", TestSettings.Of(TestKind.Exist, "true")));
        Assert.True(Goes(ConditionSubject.Event, "", TestSettings.Of(TestKind.Equal, "Bought")));
        Assert.True(Goes(ConditionSubject.Event, "", TestSettings.Of(TestKind.Equal, "Home"), EventType.Page));
        Assert.True(Goes(ConditionSubject.Event, "", TestSettings.Of(TestKind.Equal, "Home"), EventType.Screen));
        Assert.True(Goes(ConditionSubject.Event, "", TestSettings.Of(TestKind.Exist, "false"), EventType.Identify));
        foreach (var type in Enum.GetValues<EventType>())
        {
            Assert.True(Goes(ConditionSubject.Type, "", TestSettings.Of(TestKind.Equal, EventTypes.NameOf(type)), type));
        }

        bool Goes(ConditionSubject subject, string name, TestSettings test, EventType type = EventType.Track) =>
            Reject(new() { When = Leaf(subject, name, test) }, json, type: type) is null;
    }

    [Fact]
    public void A_sample_is_the_same_visitors_everywhere_and_a_smaller_one_is_a_part_of_it()
    {
        var tenth = new EventRules(new() { Sample = 0.1 });
        var other = new EventRules(new() { Sample = 0.1, Integration = "Other" });
        var half = new EventRules(new() { Sample = 0.5 });
        string[] visitors = [.. Enumerable.Range(0, 10_000).Select(static number => $"visitor-{number}")];
        string[] chosen = [.. visitors.Where(visitor => tenth.Reject(Record("{}", visitor)) is null)];

        Assert.InRange(chosen.Length, 900, 1_100);
        Assert.InRange(visitors.Count(visitor => half.Reject(Record("{}", visitor)) is null), 4_800, 5_200);
        Assert.All(chosen, visitor => Assert.Null(other.Reject(Record("{}", visitor))));
        Assert.All(chosen, visitor => Assert.Null(half.Reject(Record("""{"event":"another"}""", visitor))));
    }

    private static ConditionSettings Leaf(ConditionSubject subject, string name, TestSettings test) => new() { Subject = subject, Name = name, Test = test };

    private static string? Reject(EventRuleSettings rules, string json, string visitor = "a1", EventType type = EventType.Track) => new EventRules(rules).Reject(Record(json, visitor, type));

    private static LogRecord Record(string json, string visitor, EventType type = EventType.Track) => new(
        1, "shop", new() { Type = type, MessageId = "m1", AnonymousId = visitor, Json = Encoding.UTF8.GetBytes(json) }, new() { ReceivedAt = DateTimeOffset.UnixEpoch });
}
