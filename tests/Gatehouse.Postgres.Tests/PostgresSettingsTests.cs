
namespace Gatehouse.Postgres.Tests;

/// <summary>What the configuration may say, and that it keeps its secret.</summary>
public sealed class PostgresSettingsTests
{
    private const string Good = """ "ConnectionString": "Host=db.example;Database=analytics;Username=u;Password=hush-hush", "Schema": "web", "Table": "Events" """;

    [Fact]
    public void Schema_and_table_have_defaults()
    {
        var options = TestSettings.Options(""" "ConnectionString": "Host=db.example" """);

        Assert.Equal(("gatehouse", "events"), (options.Schema, options.Table));
    }

    [Theory]
    [InlineData("", "", true)]
    [InlineData("hush-hush", "new-one", false)]
    [InlineData("\"web\"", "\"app\"", false)]
    [InlineData("\"Events\"", "\"events\"", false)]
    public void Options_are_equal_that_say_the_same(string old, string changed, bool isEqual) => Assert.Equal(
        isEqual,
        TestSettings.Options(Good).Equals(TestSettings.Options(old.Length == 0 ? Good : Good.Replace(old, changed, StringComparison.Ordinal))));

    [Theory]
    [InlineData("Database=analytics;Password=hush-hush")]
    [InlineData("postgres://u:hush-hush@db.example/analytics")]
    [InlineData("Host=db.example;Passwort=hush-hush")]
    [InlineData("Host=db.example;Password=hush-hush;Port=many")]
    [InlineData("Host=db.example;Password=hush-hush;SSL Mode=hush-hush")]
    [InlineData("Host=db.example;Password='hush-hush")]
    public void A_connection_string_that_cannot_be_used_is_a_fault_that_does_not_show_it(string connectionString)
    {
        var fault = Assert.Single(TestSettings.Faults($$""" "ConnectionString": "{{connectionString}}" """));

        Assert.EndsWith(":ConnectionString", fault.Key, StringComparison.Ordinal);
        Assert.Contains("such as Host=db.example;", fault.Mend, StringComparison.Ordinal);
        Assert.DoesNotContain("hush-hush", fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Schema")]
    [InlineData("Table")]
    public void A_name_that_PostgreSQL_would_cut_is_a_fault(string key)
    {
        var long64 = string.Concat(Enumerable.Repeat("é", 32));
        var settings = $$""" "ConnectionString": "Host=db.example", "{{key}}": "NAME" """;

        Assert.EndsWith(":" + key, Assert.Single(TestSettings.Faults(settings.Replace("NAME", long64, StringComparison.Ordinal))).Key, StringComparison.Ordinal);
        Assert.EndsWith(":" + key, Assert.Single(TestSettings.Faults(settings.Replace("NAME", @"a\u0000b", StringComparison.Ordinal))).Key, StringComparison.Ordinal);
        Assert.NotNull(TestSettings.Options(settings.Replace("NAME", long64[1..], StringComparison.Ordinal)));
    }

    [Fact]
    public void Options_as_text_hold_no_secret() => Assert.Equal("web.Events", TestSettings.Options(Good).ToString());
}
