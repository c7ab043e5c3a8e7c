using System.Text;
using Gatehouse.Delivery;
using Gatehouse.Sites;
using Microsoft.Extensions.Configuration;

namespace Gatehouse.Tests.Sites;

public sealed class EventRuleSettingsReaderTests
{
    [Fact]
    public void All_keys_are_read()
    {
        var settings = Read("""
            "When": { "Type": "track" }, "Sample": 0.25, "Consent": [ "C1", "C2" ], "Integration": "My Hook", "Keep": [ "properties", "type" ],
            "Drop": "context.ip; userId", "Rename": { "properties.mail": "properties.email" }, "Hash": [ "properties.email" ], "HashSalt": "s"
            """, out var errors);

        Assert.Empty(errors);
        Assert.Equal(
            new EventRuleSettings
            {
                When = new() { Subject = ConditionSubject.Type, Test = TestSettings.Of(TestKind.Equal, "track") },
                Sample = 0.25, Consent = ["C1", "C2"], Integration = "My Hook", Keep = ["properties", "type"], Drop = ["context.ip", "userId"],
                Rename = [new("properties.mail", "properties.email")], Hash = ["properties.email"], HashSalt = "s",
            },
            settings);
    }

    [Fact]
    public void Nothing_said_is_all_events_whole_switched_off_by_the_destinations_name()
    {
        Assert.Equal(new EventRuleSettings { Integration = "hook" }, Read("", out var errors));
        Assert.Empty(errors);
    }

    [Theory]
    [InlineData("\"Sample\": 0", "Sample", "must be the part of visitors, above 0 and at most 1, such as 0.1 for a tenth.")]
    [InlineData("\"Sample\": 10", "Sample", "must be the part of visitors, above 0 and at most 1, such as 0.1 for a tenth.")]
    [InlineData("\"Sample\": \"NaN\"", "Sample", "must be the part of visitors, above 0 and at most 1, such as 0.1 for a tenth.")]
    [InlineData("\"Drop\": [ \"messageId\" ]", "Drop", "cannot be changed: every destination needs type, messageId and timestamp.")]
    [InlineData("\"Hash\": [ \"a.b.c.d.e.f.g.h.i\" ]", "Hash", "must be a path of 1 to 8 names with dots between, such as properties.email.")]
    [InlineData("\"Rename\": { \"a\": \"timestamp\" }", "Rename:a", "cannot be changed: every destination needs type, messageId and timestamp.")]
    [InlineData("\"Rename\": { \"type\": \"a\" }", "Rename:type", "cannot be changed: every destination needs type, messageId and timestamp.")]
    [InlineData("\"Rename\": { \"a\": \"c\", \"b\": \"c\" }", "Rename:b", "is where another one goes already.")]
    [InlineData("\"HashSalt\": \"s\"", "HashSalt", "goes with Hash only.")]
    [InlineData("\"When\": { \"Not\": { \"Properti\": \"a\" , \"Trait\": \"a\" } }", "When:Not:Properti", "is not a known key; did you mean Property?")]
    public void A_fault_is_told_with_its_key_and_the_mend(string json, string key, string mend)
    {
        Read(json, out var errors);

        var error = Assert.Single(errors);
        Assert.Equal(("S:Destinations:hook:" + key, mend), (error.Key, error.Mend));
    }

    private static EventRuleSettings? Read(string json, out List<SettingsError> errors)
    {
        errors = [];
        var text = $$"""{ "S": { "Destinations": { "hook": { "Type": "webhook", "Url": "https://hook.example/in"{{(json.Length > 0 ? "," : "")}} {{json}} } } } }""";
        var root = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(text))).Build();
        return Assert.Single(DestinationSettingsReader.Read(new(root.GetSection("S"), errors), new DestinationTypes(DestinationTypes.BuiltIn), new("k", null))).Rules;
    }
}
