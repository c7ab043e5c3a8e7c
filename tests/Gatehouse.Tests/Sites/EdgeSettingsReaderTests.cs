using System.Text;
using Gatehouse.Delivery;
using Gatehouse.Sites;
using Microsoft.Extensions.Configuration;

namespace Gatehouse.Tests.Sites;

public sealed class EdgeSettingsReaderTests
{
    private const string Whole = """
        {
          "Gatehouse": {
            "Listen": "http://127.0.0.1:8080", // public
            "Admin": { "Listen": "http://127.0.0.1:8081", "Token": null },
            "Data": "./data",
            "TrustedProxies": [ "127.0.0.1", "::1", "10.0.0.0/8" ],
            "Durability": "fsync",
            "Sites": {
              "shop": {
                "Hosts": [ "*" ],
                "Origin": "http://127.0.0.1:9301",
                "WriteKey": "WRITEKEY123",
                "RoutePrefix": "seg",
                "Snippet": { "Position": "head-end", "InjectOn": "200-only" },
                "Segment": {
                  "Cdn": "http://127.0.0.1:9303", "TrackingApi": "http://127.0.0.1:9302/v1",
                  "ProfilesApi": "http://127.0.0.1:9304", "SpaceId": "spa_1", "ProfilesToken": "…"
                },
                "ProfileWebhook": { "Username": "u", "Password": "p", "Secret": "…" },
                "Variations": [ { "Path": "/", "Serve": [
                  { "When": { "Trait": "red_group" }, "Path": "/red" },
                  { "When": { "Trait": "green_group" }, "Path": "/green" } ] } ],
                "Destinations": { "hook": { "Type": "webhook", "Url": "http://127.0.0.1:9305/in", "Secret": "…" } }
              }
            }
          }
        }
        """;

    [Fact]
    public void The_shape_of_the_design_is_read_whole()
    {
        var settings = Read(Whole);

        Assert.Equal(new Uri("http://127.0.0.1:8080"), Assert.Single(settings.Listen));
        Assert.Equal(3, settings.TrustedProxies.Count);
        var site = Assert.Single(settings.Sites);
        Assert.Equal("shop", site.Name);
        Assert.Equal("WRITEKEY123", site.WriteKey);
        Assert.Equal(new Uri("http://127.0.0.1:9302/v1"), site.Segment?.TrackingApi);
        Assert.Equal(["/red", "/green"], Assert.Single(site.Variations).Serve.Select(static arm => arm.Path));
        Assert.Equal(["hook webhook", "segment segment"], site.Destinations.Select(static one => $"{one.Name} {one.Type}"));
    }

    [Fact]
    public void Ten_lines_are_enough()
    {
        var site = Assert.Single(Read("""{ "Gatehouse": { "Sites": { "shop": { "Hosts": [ "www.shop.example" ], "Origin": "https://origin.shop.example" } } } }""").Sites);

        Assert.Equal("seg", site.RoutePrefix);
        Assert.Equal(SnippetPosition.HeadEnd, site.Snippet.Position);
        Assert.Null(site.Segment);
    }

    [Fact]
    public void An_empty_Segment_section_means_the_vendors_own_addresses()
    {
        var site = Assert.Single(Read("""{ "Gatehouse": { "Sites": { "shop": { "Hosts": "*", "WriteKey": "k", "Segment": { } } } } }""").Sites);

        Assert.Equal(new Uri("https://api.segment.io/v1"), site.Segment?.TrackingApi);
        Assert.Null(site.Segment?.Cdn);
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once_with_key_value_and_mend()
    {
        var errors = Faults("""
            {
              "Gatehouse": {
                "Listen": "ftp://x", "Durabilty": "fsync", "TrustedProxies": [ "10.0.0.0/33" ],
                "Sites": { "shop": {
                  "Host": [ "*" ], "Origin": "localhost:9301", "RoutePrefix": "a/b",
                  "Snippet": { "Position": "head-ned" },
                  "Timeouts": { "Idle": "soon" },
                  "Variations": [ { "Path": "home", "Serve": [ { "When": { }, "Path": "//elsewhere" } ] } ]
                } }
              }
            }
            """);

        string[] keys = [.. errors.Select(static error => error.Key["Gatehouse:".Length..])];
        Assert.Equal(
            [
                "Durabilty", "Listen", "Sites:shop:Host", "Sites:shop:Hosts", "Sites:shop:Origin", "Sites:shop:RoutePrefix",
                "Sites:shop:Snippet:Position", "Sites:shop:Timeouts:Idle", "Sites:shop:Variations:0:Path",
                "Sites:shop:Variations:0:Serve:0:Path", "Sites:shop:Variations:0:Serve:0:When", "TrustedProxies",
            ],
            keys.Order(StringComparer.Ordinal));
        Assert.Contains(errors, static error => error.ToString() == "Gatehouse:Durabilty: is not a known key; did you mean Durability?");
        Assert.Contains(errors, static error => error.ToString() == "Gatehouse:Sites:shop:Snippet:Position: 'head-ned': must be one of head-start, head-end; did you mean head-end?");
    }

    [Fact]
    public void The_log_is_kept_as_configured()
    {
        var log = Read("""
            { "Gatehouse": {
              "Log": { "Interval": "250ms", "DeduplicationWindow": "2h", "DeduplicationBytes": "64MB", "DiskBudget": "200 mb", "DiskReserve": 0,
                "AtLimit": "shed", "Shed": [ { "Type": "page" }, { "Event": "Scrolled" } ], "Retain": "0s" },
              "Sites": { "shop": { "Hosts": "*" } } } }
            """).Log;

        Assert.Equal((TimeSpan.FromMilliseconds(250), TimeSpan.FromHours(2), TimeSpan.Zero), (log.Interval, log.DeduplicationWindow, log.Retain));
        Assert.Equal((64L << 20, 200L << 20, 0L), (log.DeduplicationBytes, log.DiskBudget, log.DiskReserve));
        Assert.Equal(LogLimitPolicy.Shed, log.AtLimit);
        Assert.Equal([new("page", null), new(null, "Scrolled")], log.Shed);
    }

    [Theory]
    [InlineData("\"DiskBudget\": \"ten\"", "DiskBudget")]
    [InlineData("\"DiskBudget\": \"1KB\"", "DiskBudget")]
    [InlineData("\"DiskBudget\": \"99999999TB\"", "DiskBudget")]
    [InlineData("\"DiskReserve\": \"-1\"", "DiskReserve")]
    [InlineData("\"Interval\": \"1m\"", "Interval")]
    [InlineData("\"Interval\": \"0s\"", "Interval")]
    [InlineData("\"Retain\": \"-1s\"", "Retain")]
    [InlineData("\"AtLimit\": \"shed\"", "Shed")]
    [InlineData("\"AtLimit\": \"drop\"", "AtLimit")]
    [InlineData("\"Shed\": [ { } ]", "Shed:0")]
    [InlineData("\"Shed\": [ { \"Type\": \"pages\" } ]", "Shed:0:Type")]
    [InlineData("\"Shed\": [ { \"Type\": \"page\", \"Event\": \"Scrolled\" } ]", "Shed:0:Event")]
    [InlineData("\"Budget\": \"10GB\"", "Budget")]
    public void What_the_log_cannot_be_kept_by_is_named(string setting, string key)
    {
        var error = Assert.Single(Faults("""{ "Gatehouse": { "Log": { """ + setting + """ }, "Sites": { "shop": { "Hosts": "*" } } } }"""));

        Assert.Equal("Gatehouse:Log:" + key, error.Key);
    }

    [Theory]
    [InlineData("\"WriteKey\": \"top secret\"")]
    [InlineData("\"ProfileWebhook\": { \"Username\": \"top:secret\", \"Password\": \"top secret\" }")]
    [InlineData("\"ProfileWebhook\": { \"Password\": \"top secret\" }")]
    [InlineData("\"WriteKey\": \"k\", \"Segment\": { \"ProfilesToken\": \"top secret\" }")]
    [InlineData("\"Origin\": \"http://user:top-secret@origin\"")]
    public void An_error_never_shows_a_secret(string setting)
    {
        var errors = Faults("""{ "Gatehouse": { "Sites": { "shop": { "Hosts": "*", """ + setting + " } } } }");

        Assert.NotEmpty(errors);
        Assert.All(errors, static error => Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void A_host_belongs_to_one_site()
    {
        var error = Assert.Single(Faults("""{ "Gatehouse": { "Sites": { "a": { "Hosts": "x.example" }, "b": { "Hosts": [ "X.example" ] } } } }"""));

        Assert.Contains("more than one site (a, b)", error.Mend, StringComparison.Ordinal);
    }

    [Fact]
    public void An_https_address_needs_a_certificate()
    {
        var error = Assert.Single(Faults("""{ "Gatehouse": { "Listen": "https://127.0.0.1:8443", "Sites": { "a": { "Hosts": "*" } } } }"""));

        Assert.Equal("Gatehouse:Certificate", error.Key);
    }

    [Theory]
    [InlineData("1500ms", 1.5)]
    [InlineData("30s", 30)]
    [InlineData("0.5m", 30)]
    [InlineData("2h", 7200)]
    [InlineData("00:00:30", 30)]
    public void A_span_of_time_is_written_as_people_write_it(string text, double seconds)
    {
        var settings = Read("""{ "Gatehouse": { "Sites": { "a": { "Hosts": "*", "Timeouts": { "Idle": """ + $"\"{text}\"" + " } } } } }");

        Assert.Equal(TimeSpan.FromSeconds(seconds), Assert.Single(settings.Sites).Timeouts.Idle);
    }

    [Fact]
    public void Conditions_nest_and_each_says_one_thing()
    {
        var site = Assert.Single(Read("""
            { "Gatehouse": { "Sites": { "a": { "Hosts": "*", "Variations": [ { "Path": "/", "Serve": [ { "Path": "/x", "When":
              { "All": [ { "Trait": "plan", "Equals": "gold" }, { "Not": { "Any": [ { "Trait": "b" }, { "Trait": "c" } ] } } ] } } ] } ] } } } }
            """).Sites);

        var when = Assert.Single(Assert.Single(site.Variations).Serve).When;
        Assert.Equal(TestSettings.Of(TestKind.Equal, "gold"), when.All?[0].Test);
        Assert.Equal(2, when.All?[1].Not?.Any?.Count);
        Assert.NotEmpty(Faults("""{ "Gatehouse": { "Sites": { "a": { "Hosts": "*", "Variations": [ { "Path": "/", "Serve": [ { "Path": "/x", "When": { "Trait": "a", "Not": { "Trait": "b" } } } ] } ] } } } }"""));
    }

    private static IReadOnlyList<SettingsError> Faults(string json) => Assert.Throws<InvalidSettingsException>(() => Read(json)).Errors;

    private static EdgeSettings Read(string json)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return EdgeSettingsReader.Read(new ConfigurationBuilder().AddJsonStream(stream).Build(), new DestinationTypes(DestinationTypes.BuiltIn));
    }
}
