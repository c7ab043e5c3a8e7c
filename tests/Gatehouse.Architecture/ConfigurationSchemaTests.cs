using System.Text.Json;
using System.Text.RegularExpressions;
using Gatehouse.Delivery;
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
        foreach (var error in listed)
        {
            var path = error.Key.Split(':')[1..^1].Select(static part => part is "a" or "d" or "0" ? "*" : part);
            Assert.Equal(PropertiesAt(path).Order(StringComparer.Ordinal), KeysOf(error.Mend).Order(StringComparer.Ordinal));
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

    private static string Schema => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "gatehouse.schema.json"));

    private static EdgeSettings Read(string json) =>
        EdgeSettingsReader.Read(new ConfigurationBuilder().AddJsonStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json))).Build(), new DestinationTypes(DestinationTypes.BuiltIn));

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
