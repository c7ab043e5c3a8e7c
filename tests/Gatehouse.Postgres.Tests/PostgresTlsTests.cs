using Gatehouse.Conformance.Delivery;
using Gatehouse.Delivery;

namespace Gatehouse.Postgres.Tests;

/// <summary>What the connection string has to say for TLS.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresTlsTests(PostgresServer server)
{
    private readonly PostgresTarget _target = new(server);

    [Theory]
    [InlineData("", "True")]
    [InlineData(";SSL Mode=Disable", "False")]
    [InlineData(";SSL Mode=Require", "True")]
    [InlineData(";SSL Mode=VerifyCA;Root Certificate={0}", "True")]
    [InlineData(";SSL Mode=VerifyFull;Root Certificate={0}", "True")]
    public async Task Events_go_encrypted_as_the_connection_string_says(string settings, string expected)
    {
        await using var destination = _target.Open(string.Format(null, server.TcpConnectionString + ";Application Name=tls-test" + settings, server.CertificatePath));

        Assert.Equal(DeliveryVerdict.Delivered, (await SendAsync(destination)).Verdict);

        Assert.Equal(expected, await server.AskAsync("SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'tls-test'"));
    }

    [Theory]
    [InlineData(";SSL Mode=VerifyFull")]
    [InlineData(";SSL Mode=VerifyCA")]
    [InlineData(";SSL Mode=VerifyFull;Root Certificate={0};Host=127.0.0.1")]
    public async Task A_server_that_cannot_be_trusted_gets_nothing_and_the_answer_says_why(string settings)
    {
        await using var destination = _target.Open(string.Format(null, server.TcpConnectionString + settings, server.CertificatePath));

        var result = await SendAsync(destination);

        Assert.Equal(DeliveryVerdict.Retry, result.Verdict);
        Assert.Contains("certificate", result.Answer, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(PostgresServer.Password, result.Answer, StringComparison.Ordinal);
    }

    private static async Task<DeliveryResult> SendAsync(IDestination destination) =>
        await destination.SendAsync(DestinationEvents.Batch(DestinationEvents.Some(1, 3)), TestContext.Current.CancellationToken);
}
