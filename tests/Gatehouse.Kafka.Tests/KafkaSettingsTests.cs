namespace Gatehouse.Kafka.Tests;

public sealed class KafkaSettingsTests
{
    private const string Least = """ "BootstrapServers": "kafka.example:9092", "Topic": "events" """;

    [Theory]
    [InlineData(""" "Topic": "events" """, "BootstrapServers", "is missing")]
    [InlineData(""" "BootstrapServers": "kafka.example:9092" """, "Topic", "is missing")]
    [InlineData(""" "BootstrapServers": "kafka.example:9092", "Topic": "{shop}" """, "Topic", "must be letters")]
    [InlineData(Least + """, "Format": "avro" """, "Format", "must be one of")]
    [InlineData(Least + """, "Compression": "brotli" """, "Compression", "must be one of")]
    [InlineData(Least + """, "SaslUsername": "gatehouse" """, "SaslPassword", "is missing")]
    [InlineData(Least + """, "SaslMechanism": "scram-sha-256", "SaslPassword": "x" """, "SaslUsername", "is missing")]
    [InlineData(Least + """, "SecurityProtocol": "sasl_ssl" """, "SaslMechanism", "is missing")]
    [InlineData(Least + """, "SecurityProtocol": "ssl", "SaslUsername": "gatehouse", "SaslPassword": "x" """, "SecurityProtocol", "must be sasl_ssl")]
    [InlineData(Least + """, "Settings": { "acks": "1" } """, "Settings:acks", "is always all")]
    [InlineData(Least + """, "Settings": { "sasl.password": "x" } """, "Settings:sasl.password", "is set by SaslPassword")]
    [InlineData(Least + """, "Settings": { "dotnet.producer.enable.delivery.reports": "false" } """, "Settings:dotnet.producer.enable.delivery.reports", "no setting of librdkafka")]
    [InlineData(Least + """, "Settings": { "lingr.ms": "5" } """, "", "lingr.ms")]
    [InlineData(Least + """, "Settings": { "batch.size": "large" } """, "", "batch.size")]
    [InlineData(Least + """, "Settings": { "max.in.flight": "6" } """, "", "max.in.flight")]
    [InlineData(Least + """, "SecurityProtocol": "ssl", "Settings": { "ssl.ca.location": "/nowhere/ca.pem" } """, "", "ssl.ca.location")]
    public void A_fault_names_its_key_and_its_mend(string json, string key, string mend)
    {
        var fault = Assert.Single(TestDestinations.Faults(json));

        Assert.Equal(("Gatehouse:Sites:shop:Destinations:d:" + key).TrimEnd(':'), fault.Key.TrimEnd(':'));
        Assert.Contains(mend, fault.Mend, StringComparison.Ordinal);
    }

    [Fact]
    public void No_fault_shows_a_secret()
    {
        const string Secret = "open-sesame";
        var faults = TestDestinations.Faults($$""" {{Least}}, "SaslUsername": "u", "SaslPassword": "{{Secret}}", "Settings": { "ssl.key.password": "{{Secret}}", "lingr.ms": "{{Secret}}", "linger.ms": "{{Secret}}" } """);

        Assert.NotEmpty(faults);
        Assert.All(faults, static fault => Assert.DoesNotContain(Secret, fault.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Options_that_are_equal_are_the_same_destination()
    {
        const string Json = Least + """, "SaslUsername": "u", "SaslPassword": "x", "Settings": { "linger.ms": "5", "ssl.endpoint.identification.algorithm": "none" } """;

        Assert.Equal(TestDestinations.SettingsOf(Json).Options, TestDestinations.SettingsOf(Json).Options);
        Assert.NotEqual(TestDestinations.SettingsOf(Json).Options, TestDestinations.SettingsOf(Json.Replace("\"x\"", "\"y\"", StringComparison.Ordinal)).Options);
    }

    [Fact]
    public void Credentials_go_over_an_encrypted_connection_unless_told_otherwise()
    {
        var options = Assert.IsType<KafkaOptions>(TestDestinations.SettingsOf(Least + """, "SaslUsername": "u", "SaslPassword": "x" """).Options);

        Assert.Equal((Confluent.Kafka.SecurityProtocol.SaslSsl, Confluent.Kafka.SaslMechanism.Plain), (options.Client.ToConfig().SecurityProtocol, options.Client.ToConfig().SaslMechanism));
        Assert.DoesNotContain("x", options.ToString().Split("Client")[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("events", "shop", "events")]
    [InlineData("{site}.events", "shop", "shop.events")]
    [InlineData("{site}", "Größe 1", "Gr--e-1")]
    public void A_topic_may_be_of_each_site_its_own(string topic, string site, string name) => Assert.Equal(name, TopicName.Of(topic, site));

    [Fact]
    public void A_batch_is_larger_than_other_kinds_have_it() => Assert.Equal(1000, TestDestinations.SettingsOf(Least).Batch.Events);
}
