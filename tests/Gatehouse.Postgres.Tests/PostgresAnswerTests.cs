using System.Net.Sockets;
using Gatehouse.Delivery;
using Npgsql;

namespace Gatehouse.Postgres.Tests;

/// <summary>What each failure means for the events, and what is said of it.</summary>
public sealed class PostgresAnswerTests
{
    private readonly PostgresAnswers _answers = new("db.example/analytics");

    [Theory]
    [InlineData("22P02", "a value is not taken")]
    [InlineData("22003", "a value is not taken")]
    [InlineData("23514", "a constraint is violated")]
    [InlineData("54000", "an event is beyond a limit")]
    [InlineData("P0001", "it does not go on")]
    public void What_an_event_may_be_to_blame_for_is_refused_without_a_word_of_the_event(string state, string text)
    {
        var result = _answers.Of(Failure(state), isWriting: true);

        Assert.Equal((DeliveryVerdict.Refused, $"db.example/analytics: {text} (SQLSTATE {state})"), (result.Verdict, result.Answer));
        Assert.Equal(DeliveryVerdict.Retry, _answers.Of(Failure(state), isWriting: false).Verdict);
    }

    [Theory]
    [InlineData("08006")]
    [InlineData("25006")]
    [InlineData("25P03")]
    [InlineData("3D000")]
    [InlineData("40001")]
    [InlineData("40P01")]
    [InlineData("42501")]
    [InlineData("42P01")]
    [InlineData("53100")]
    [InlineData("53300")]
    [InlineData("55P03")]
    [InlineData("57014")]
    [InlineData("57P01")]
    [InlineData("57P03")]
    [InlineData("58030")]
    public void What_no_event_is_to_blame_for_is_sent_again_with_the_servers_words(string state)
    {
        var result = _answers.Of(Failure(state), isWriting: true);

        Assert.Equal((DeliveryVerdict.Retry, $"db.example/analytics: what the server says (SQLSTATE {state})"), (result.Verdict, result.Answer));
    }

    [Theory]
    [InlineData("28000", "the user or the password is not taken")]
    [InlineData("28P01", "the user or the password is not taken")]
    [InlineData("P0002", "it does not go on")]
    [InlineData("XX000", "it does not go on")]
    [InlineData("", "it does not go on")]
    public void Whatever_else_is_wrong_is_sent_again_without_the_servers_words(string state, string text)
    {
        var result = _answers.Of(Failure(state), isWriting: true);

        Assert.Equal((DeliveryVerdict.Retry, $"db.example/analytics: {text} (SQLSTATE {state})"), (result.Verdict, result.Answer));
    }

    [Fact]
    public void A_connection_that_breaks_is_sent_again()
    {
        var result = _answers.Of(new NpgsqlException("Exception while reading\nfrom stream", new SocketException((int)SocketError.ConnectionReset)), isWriting: true);

        Assert.Equal((DeliveryVerdict.Retry, "db.example/analytics: Exception while reading from stream (ConnectionReset)"), (result.Verdict, result.Answer));
    }

    private static PostgresException Failure(string state) => new("what the\nserver says", "ERROR", "ERROR", state);
}
