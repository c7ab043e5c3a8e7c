using System.Text.Json;
using System.Text.RegularExpressions;
using Gatehouse.Delivery;
using Gatehouse.Kafka;
using Gatehouse.Postgres;
using Gatehouse.Sites;
using Microsoft.Extensions.Configuration;
using NJsonSchema;

namespace Gatehouse.Architecture;

/// <summary>The schema that editors use and the reader that the server uses know the same keys.</summary>
public sealed partial class ConfigurationSchemaTests
{
    // Every section there is; the keys that nobody knows make the reader list the ones it does.
    private const string Unknown = "Zzzzzzzzzzzzzzz";

    private const string Everything = """
        { "Gatehouse": {
          "Zzzzzzzzzzzzzzz": 1,
          "Admin": { "Zzzzzzzzzzzzzzz": 1 }, "Certificate": { "Zzzzzzzzzzzzzzz": 1 },
          "Log": { "Zzzzzzzzzzzzzzz": 1, "Shed": [ { "Zzzzzzzzzzzzzzz": 1 } ] },
          "Sites": { "a": {
            "Zzzzzzzzzzzzzzz": 1,
            "Timeouts": { "Zzzzzzzzzzzzzzz": 1 }, "Snippet": { "Zzzzzzzzzzzzzzz": 1 }, "RateLimits": { "Zzzzzzzzzzzzzzz": 1 }, "Segment": { "Zzzzzzzzzzzzzzz": 1 },
            "ProfileWebhook": { "Zzzzzzzzzzzzzzz": 1 }, "Destinations": { "d": { "Type": "webhook", "Zzzzzzzzzzzzzzz": 1, "Batch": { "Zzzzzzzzzzzzzzz": 1 }, "When": { "Zzzzzzzzzzzzzzz": 1 } } },
            "ComputedTraits": { "d": { "Zzzzzzzzzzzzzzz": 1 } }, "Audiences": { "a": { "Zzzzzzzzzzzzzzz": 1 } },
            "Variations": [ { "Zzzzzzzzzzzzzzz": 1, "Serve": [ { "Zzzzzzzzzzzzzzz": 1, "When": { "Zzzzzzzzzzzzzzz": 1 } } ] } ] } } } }
        """;

    [Fact]
    public void The_reader_and_the_schema_know_the_same_keys_in_every_section()
    {
        var errors = Assert.Throws<InvalidSettingsException>(() => Read(Everything)).Errors;
        var listed = errors.Where(static error => error.Key.EndsWith(Unknown, StringComparison.Ordinal)).ToList();

        Assert.Equal(19, listed.Count);
        foreach (var error in listed.Where(static error => !error.Key.EndsWith(":Destinations:d:" + Unknown, StringComparison.Ordinal)))
        {
            var path = error.Key.Split(':')[1..^1].Select(static part => part is "a" or "d" or "0" ? "*" : part);
            Assert.Equal(PropertiesAt(path).Order(StringComparer.Ordinal), KeysOf(error.Mend).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void The_schema_knows_the_keys_of_every_kind_of_destination_and_says_whose_they_are()
    {
        var keys = Kinds.ToDictionary(static type => type.Name, static type => KeysOfDestination(type.Name), StringComparer.Ordinal);
        var schema = DestinationProperties();

        Assert.Equal(keys.Keys.Order(StringComparer.Ordinal), schema["Type"].GetProperty("enum").EnumerateArray().Select(static kind => kind.GetString()!).Order(StringComparer.Ordinal));
        Assert.Equal(keys.Values.SelectMany(static one => one).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), schema.Keys.Order(StringComparer.Ordinal));
        foreach (var key in schema.Keys.Except(CommonKeys(), StringComparer.Ordinal))
        {
            var described = schema[key].GetProperty("description").GetString()!.Split(": ")[0].Split(", ");
            var known = keys.Where(one => one.Value.Contains(key, StringComparer.Ordinal)).Select(static one => one.Key);
            Assert.Equal(known.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task The_schema_takes_what_the_reader_takes_and_refuses_an_unknown_key()
    {
        const string good = """
            { "Gatehouse": { "Listen": "http://127.0.0.1:8080", "TrustedProxies": [ "127.0.0.1" ],
              "Log": { "DiskBudget": "20GB", "DeduplicationBytes": 1073741824, "AtLimit": "shed", "Shed": [ { "Type": "page" } ], "Retain": "0s" }, "Sites": { "shop": {
              "Hosts": [ "*" ], "Origin": "http://127.0.0.1:9301", "WriteKey": "k", "Timeouts": { "Idle": "30s" }, "Segment": { },
              "Variations": [ { "Path": "/", "Serve": [ { "When": { "Trait": "red_group" }, "Path": "/red" } ] } ] } } } }
            """;
        var schema = await JsonSchema.FromJsonAsync(Schema, TestContext.Current.CancellationToken);

        Read(good);
        Assert.Empty(schema.Validate(good));
        Assert.NotEmpty(schema.Validate(good.Replace("\"Origin\"", "\"Orign\"", StringComparison.Ordinal)));
        Assert.NotEmpty(schema.Validate(good.Replace("30s", "soon", StringComparison.Ordinal)));
        Assert.NotEmpty(schema.Validate(good.Replace("20GB", "20 litres", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    public async Task The_schema_refuses_a_connection_string_that_the_reader_refuses(string value)
    {
        const string good = """
            { "Gatehouse": { "Sites": { "shop": { "Hosts": [ "*" ], "Origin": "http://127.0.0.1:9301", "Destinations": { "d": { "Type": "postgres", "ConnectionString": "Host=db" } } } } } }
            """;
        var schema = await JsonSchema.FromJsonAsync(Schema, TestContext.Current.CancellationToken);
        var bad = good.Replace("\"Host=db\"", value, StringComparison.Ordinal);

        Read(good);
        Assert.Empty(schema.Validate(good));
        Assert.Throws<InvalidSettingsException>(() => Read(bad));
        Assert.NotEmpty(schema.Validate(bad));
    }

    private static IReadOnlyList<DestinationType> Kinds { get; } = [.. DestinationTypes.BuiltIn, new KafkaDestinationType(), new PostgresDestinationType()];

    private static string Schema => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "gatehouse.schema.json"));

    private static EdgeSettings Read(string json, IEnumerable<DestinationType>? types = null) => EdgeSettingsReader.Read(
        new ConfigurationBuilder().AddJsonStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json))).Build(),
        new DestinationTypes(types ?? Kinds));

    private static string[] KeysOfDestination(string type)
    {
        var errors = Assert.Throws<InvalidSettingsException>(() => Read(
            $$"""{ "Gatehouse": { "Sites": { "a": { "Hosts": "*", "Destinations": { "d": { "Type": "{{type}}", "{{Unknown}}": 1 } } } } } }""")).Errors;
        return KeysOf(Assert.Single(errors, static error => error.Key.EndsWith(Unknown, StringComparison.Ordinal)).Mend);
    }

    // A kind that is asked for nothing of its own has the keys that all have.
    private static string[] CommonKeys()
    {
        var errors = Assert.Throws<InvalidSettingsException>(() => Read(
            $$"""{ "Gatehouse": { "Sites": { "a": { "Hosts": "*", "Destinations": { "d": { "Type": "none", "{{Unknown}}": 1 } } } } } }""", [new NoDestinationType()])).Errors;
        return KeysOf(Assert.Single(errors).Mend);
    }

    private static Dictionary<string, JsonElement> DestinationProperties()
    {
        using var document = JsonDocument.Parse(Schema);
        return document.RootElement.GetProperty("definitions").GetProperty("Site").GetProperty("properties").GetProperty("Destinations")
            .GetProperty("additionalProperties").GetProperty("properties").EnumerateObject()
            .ToDictionary(static property => property.Name, static property => property.Value.Clone(), StringComparer.Ordinal);
    }

    private static IEnumerable<string> PropertiesAt(IEnumerable<string> path)
    {
        using var document = JsonDocument.Parse(Schema);
        var root = document.RootElement;
        var at = Resolve(root, root.GetProperty("properties").GetProperty("Gatehouse"));
        foreach (var part in path)
        {
            at = Resolve(root, part switch
            {
                "*" when at.TryGetProperty("items", out var items) => items,
                "*" => at.GetProperty("additionalProperties"),
                _ => at.GetProperty("properties").GetProperty(part),
            });
        }

        return [.. at.GetProperty("properties").EnumerateObject().Select(static property => property.Name)];
    }

    private static JsonElement Resolve(JsonElement root, JsonElement schema) =>
        schema.TryGetProperty("$ref", out var reference)
            ? root.GetProperty("definitions").GetProperty(reference.GetString()!["#/definitions/".Length..])
            : schema;

    private static string[] KeysOf(string mend) => KnownKeys().Match(mend).Groups[1].Value.Split(", ");

    [GeneratedRegex(@"known here: (.+)\.$")]
    private static partial Regex KnownKeys();
}
