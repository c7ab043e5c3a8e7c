using Gatehouse.Conformance.Delivery;
using Gatehouse.Delivery;
using Npgsql;

namespace Gatehouse.Postgres.Tests;

/// <summary>Whatever is wrong with a server, a database or a table costs no event, and says what to mend.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresTroubleTests(PostgresServer server)
{
    private readonly PostgresTarget _target = new(server);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_crashes_in_the_middle_costs_attempts_and_no_event()
    {
        await using var destination = _target.Open();
        await AssertDeliveredAsync(destination, 1);
        await server.StopAsync();
        await AssertRetryAsync(destination, 2, "/postgres: ");
        await AssertRetryAsync(destination, 2, "/postgres: Failed to connect");
        await server.StartAsync();
        await AssertDeliveredAsync(destination, 2);

        await server.RestartAsync();
        await AssertRetryAsync(destination, 3, "/postgres: ");
        await AssertDeliveredAsync(destination, 3);

        Assert.Equal(["message-1", "message-2", "message-3"], await _target.IdsAsync());
    }

    [Fact]
    public async Task What_is_sent_while_the_server_is_down_is_delivered_in_order_when_it_is_back()
    {
        await using var edge = await PostgresEdge.StartAsync(server, _target.Schema);
        await edge.TrackAsync(Track("m-1"));
        await _target.HasAsync(1);
        await server.StopAsync();
        await edge.TrackAsync(Track("m-2"));
        await edge.TrackAsync(Track("m-3"));
        await server.StartAsync();
        await _target.HasAsync(3);

        Assert.Equal(["m-1", "m-2", "m-3"], await _target.IdsAsync());
    }

    [Fact]
    public async Task A_server_that_hangs_holds_an_attempt_no_longer_than_it_may_take()
    {
        await using var destination = _target.Open();
        await AssertDeliveredAsync(destination, 1);
        await server.SignalAsync("STOP");
        try
        {
            using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            var attempt = destination.SendAsync(DestinationEvents.Batch(DestinationEvents.Some(2, 1)), cancellation.Token).AsTask();
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => attempt.WaitAsync(TimeSpan.FromSeconds(30), Cancel));
        }
        finally
        {
            await server.SignalAsync("CONT");
        }

        await AssertDeliveredAsync(destination, 2);
        Assert.Equal(["message-1", "message-2"], await _target.IdsAsync());
    }

    [Fact]
    public async Task Edges_that_begin_at_the_same_time_make_one_table()
    {
        await Task.WhenAll(Enumerable.Range(1, 8).Select(async position =>
        {
            await using var destination = _target.Open();
            await AssertDeliveredAsync(destination, position);
        }));

        Assert.Equal(8, (await _target.ReadAsync()).Count);
    }

    [Fact]
    public async Task A_table_that_goes_is_made_again()
    {
        await using var destination = _target.Open();
        await AssertDeliveredAsync(destination, 1);
        await server.ExecuteAsync($"DROP TABLE {_target.Table}");

        await AssertRetryAsync(destination, 2, "42P01");
        await AssertDeliveredAsync(destination, 2);
        Assert.Equal(["message-2"], await _target.IdsAsync());
    }

    [Fact]
    public async Task Of_several_servers_the_one_that_answers_is_used()
    {
        var settings = new NpgsqlConnectionStringBuilder(server.ConnectionString);
        settings.Host = "/nowhere," + settings.Host;
        await using var destination = _target.Open(settings.ConnectionString);
        await AssertDeliveredAsync(destination, 1);
    }

    [Theory]
    [InlineData("DROP COLUMN user_id", "has no column user_id of type text")]
    [InlineData("ALTER event TYPE text", "has a column event of type text, not jsonb")]
    [InlineData("DROP CONSTRAINT events_pkey", "has no unique index with site and message_id")]
    [InlineData("ADD tenant text NOT NULL", "has a column tenant that must not be null and has no default")]
    public async Task A_table_that_cannot_be_used_is_named_and_how_to_mend_it(string change, string answer)
    {
        await _target.MakeTableAsync();
        await server.ExecuteAsync($"ALTER TABLE {_target.Table} {change}");
        await using var destination = _target.Open();

        await AssertRetryAsync(destination, 1, $"/postgres: the table {_target.Schema}.events {answer}");
    }

    [Theory]
    [InlineData("ADD tenant text NOT NULL DEFAULT 'a', ADD id bigint GENERATED ALWAYS AS IDENTITY, ADD url text GENERATED ALWAYS AS (event #>> '{context,page,url}') STORED")]
    [InlineData("DROP CONSTRAINT events_pkey, ADD UNIQUE (received_at, message_id, site)")]
    public async Task A_table_may_have_more_than_is_needed(string change)
    {
        await _target.MakeTableAsync();
        await server.ExecuteAsync($"ALTER TABLE {_target.Table} {change}");
        await using var destination = _target.Open();
        await AssertDeliveredAsync(destination, 1);
        await AssertDeliveredAsync(destination, 1);

        Assert.Equal(["message-1"], await _target.IdsAsync());
    }

    [Theory]
    [InlineData("UNIQUE (user_id)")]
    [InlineData("UNIQUE (type, name)")]
    public async Task What_violates_another_unique_index_is_refused_and_what_is_there_already_is_not(string index)
    {
        await _target.MakeTableAsync();
        await server.ExecuteAsync($"ALTER TABLE {_target.Table} ADD {index}");
        await using var destination = _target.Open();
        await AssertDeliveredAsync(destination, 1);
        await AssertDeliveredAsync(destination, 1);

        var result = await SendAsync(destination, 2);

        Assert.Equal(DeliveryVerdict.Refused, result.Verdict);
        Assert.Matches(@"the constraint events_\w+_key is violated \(SQLSTATE 23505\)$", result.Answer!);
        Assert.Equal(["message-1"], await _target.IdsAsync());
    }

    [Fact]
    public async Task A_user_who_may_only_insert_is_told_to_read_the_key_where_there_is_another_unique_index()
    {
        var user = "insert_" + Guid.NewGuid().ToString("N");
        await _target.MakeTableAsync();
        await server.ExecuteAsync($"""
            CREATE ROLE {user} LOGIN PASSWORD 'other-password';
            GRANT USAGE ON SCHEMA {_target.Quoted} TO {user};
            GRANT INSERT ON {_target.Table} TO {user};
            ALTER TABLE {_target.Table} ADD UNIQUE (user_id)
            """);
        await using var destination = _target.Open(server.For("postgres", user, "other-password"));
        await AssertRetryAsync(destination, 1, "GRANT SELECT (site, message_id)");

        await server.ExecuteAsync($"GRANT SELECT (site, message_id) ON {_target.Table} TO {user}");
        await AssertDeliveredAsync(destination, 1);
        Assert.Equal(DeliveryVerdict.Refused, (await SendAsync(destination, 2)).Verdict);
    }

    [Fact]
    public async Task A_table_may_have_partitions()
    {
        await _target.MakeTableAsync();
        await server.ExecuteAsync($"""
            ALTER TABLE {_target.Table} RENAME TO plain;
            CREATE TABLE {_target.Table} (LIKE {_target.Quoted}.plain, PRIMARY KEY (site, message_id, received_at)) PARTITION BY RANGE (received_at);
            CREATE TABLE {_target.Quoted}.rest PARTITION OF {_target.Table} DEFAULT
            """);
        await using var destination = _target.Open();
        await AssertDeliveredAsync(destination, 1);
        await AssertDeliveredAsync(destination, 1);

        Assert.Equal(["message-1"], await _target.IdsAsync());
    }

    [Fact]
    public async Task A_column_that_is_added_later_and_must_have_a_value_kills_no_event()
    {
        await using var destination = _target.Open();
        await AssertDeliveredAsync(destination, 1);
        await server.ExecuteAsync($"ALTER TABLE {_target.Table} ADD tenant text; UPDATE {_target.Table} SET tenant = ''; ALTER TABLE {_target.Table} ALTER tenant SET NOT NULL");

        await AssertRetryAsync(destination, 2, "the column tenant must not be null");
        await AssertRetryAsync(destination, 2, "has a column tenant that must not be null and has no default");
        await server.ExecuteAsync($"ALTER TABLE {_target.Table} ALTER tenant SET DEFAULT ''");
        await AssertDeliveredAsync(destination, 2);
    }

    [Fact]
    public async Task What_a_trigger_refuses_is_refused_and_its_words_which_may_quote_the_event_are_not_shown()
    {
        await _target.MakeTableAsync();
        await server.ExecuteAsync($"""
            CREATE FUNCTION {_target.Quoted}.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not %', NEW.user_id; END $$;
            CREATE TRIGGER t BEFORE INSERT ON {_target.Table} FOR EACH ROW EXECUTE FUNCTION {_target.Quoted}.refuse()
            """);
        await using var destination = _target.Open();

        var result = await SendAsync(destination, 1);

        Assert.Equal(DeliveryVerdict.Refused, result.Verdict);
        Assert.EndsWith("/postgres: it does not go on (SQLSTATE P0001)", result.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_who_may_only_insert_is_enough_for_a_table_that_is_there()
    {
        var user = "insert_" + Guid.NewGuid().ToString("N");
        await server.ExecuteAsync($"CREATE ROLE {user} LOGIN PASSWORD 'other-password'");
        await using var destination = _target.Open(server.For("postgres", user, "other-password"));
        await AssertRetryAsync(destination, 1, "permission denied for database postgres (SQLSTATE 42501)");

        await _target.MakeTableAsync();
        await AssertRetryAsync(destination, 1, "(SQLSTATE 42501)");
        await server.ExecuteAsync($"GRANT USAGE ON SCHEMA {_target.Quoted} TO {user}");
        await AssertRetryAsync(destination, 1, "permission denied for table events (SQLSTATE 42501)");
        await server.ExecuteAsync($"GRANT INSERT ON {_target.Table} TO {user}");
        await AssertDeliveredAsync(destination, 1);
        Assert.Equal(["message-1"], await _target.IdsAsync());
    }

    [Fact]
    public async Task A_wrong_password_waits_for_a_mend_and_names_neither_it_nor_the_user()
    {
        await using var destination = _target.Open(server.For("postgres", "edge", "wrong-password"));

        var answer = await AssertRetryAsync(destination, 1, "/postgres: the user or the password is not taken (SQLSTATE 28P01)");

        Assert.DoesNotContain("edge", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-password", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_not_there_waits_for_a_mend()
    {
        await using var destination = _target.Open(server.For("nothing"));
        await AssertRetryAsync(destination, 1, "/nothing: database \"nothing\" does not exist (SQLSTATE 3D000)");
    }

    [Fact]
    public async Task A_database_that_cannot_hold_every_letter_waits_for_a_mend()
    {
        await server.ExecuteAsync("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0");
        await using var destination = _target.Open(server.For("latin"));
        await AssertRetryAsync(destination, 1, "/latin: the database's encoding is LATIN1");
    }

    private static string Track(string id) => $$"""{"event":"e","messageId":"{{id}}","anonymousId":"a"}""";

    private static async Task<DeliveryResult> SendAsync(IDestination destination, int position) =>
        await destination.SendAsync(DestinationEvents.Batch(DestinationEvents.Some(position, 1)), Cancel);

    private static async Task AssertDeliveredAsync(IDestination destination, int position)
    {
        var result = await SendAsync(destination, position);
        Assert.Equal((DeliveryVerdict.Delivered, null), (result.Verdict, result.Answer));
    }

    private static async Task<string> AssertRetryAsync(IDestination destination, int position, string answer)
    {
        var result = await SendAsync(destination, position);
        Assert.Equal(DeliveryVerdict.Retry, result.Verdict);
        Assert.Contains(answer, result.Answer, StringComparison.Ordinal);
        return result.Answer!;
    }
}
