using System.Globalization;
using Gatehouse.Conformance.Delivery;
using Gatehouse.Delivery;
using Npgsql;

namespace Gatehouse.Postgres.Tests;

/// <summary>Through PgBouncer, whose every transaction may go to another session of the server.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresPoolerTests(PostgresServer server)
{
    private const string Program = "/usr/sbin/pgbouncer";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("transaction")]
    [InlineData("session")]
    public async Task Lanes_that_share_a_few_sessions_write_each_event_once(string mode)
    {
        Assert.SkipUnless(File.Exists(Program), "This test needs PgBouncer: apt-get install pgbouncer.");
        var target = new PostgresTarget(server);
        var address = new NpgsqlConnectionStringBuilder(server.ConnectionString);
        const int Port = 6432;
        using var pooler = server.Begin("sh", "-c", $"""
            umask 077
            printf '"%s" "%s"\n' "$USER_NAME" "$PASSWORD" > users-{mode}
            cat > {mode}.ini <<END
            [databases]
            postgres = host={server.Folder} port={address.Port}
            [pgbouncer]
            pool_mode = {mode}
            default_pool_size = {(mode == "session" ? 8 : 2)}
            listen_addr =
            listen_port = {Port}
            unix_socket_dir = {server.Folder}
            auth_type = scram-sha-256
            auth_file = users-{mode}
            END
            {Program} -q {mode}.ini & pooler=$!
            cat > /dev/null
            kill $pooler
            """);
        await UntilAsync(() => File.Exists(Path.Combine(server.Folder, string.Create(CultureInfo.InvariantCulture, $".s.PGSQL.{Port}"))));
        address.Port = Port;
        await using (var destination = target.Open(address.ConnectionString))
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(lane => SendAsync(destination, lane)));
        }

        pooler.StandardInput.Close();
        await pooler.WaitForExitAsync(Cancel);
        Assert.Equal(
            DestinationEvents.Some(0, 8 * 50).Select(static one => one.MessageId).Order(StringComparer.Ordinal),
            (await target.IdsAsync()).Order(StringComparer.Ordinal));
    }

    private static async Task SendAsync(IDestination destination, int lane)
    {
        foreach (var batch in DestinationEvents.Some(lane * 50, 50).Chunk(5))
        {
            foreach (var _ in Enumerable.Range(0, 2))
            {
                var result = await destination.SendAsync(DestinationEvents.Batch(batch), Cancel);
                Assert.True(result.Verdict == DeliveryVerdict.Delivered, result.Answer);
            }
        }
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        while (!isSo())
        {
            await Task.Delay(5, limit.Token);
        }
    }
}
