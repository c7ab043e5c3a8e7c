using System.Net.Sockets;
using System.Security.Authentication;
using Gatehouse.Delivery;
using Npgsql;

namespace Gatehouse.Postgres;

/// <summary>What a failure means, and what is said of it: no secret, and nothing of an event.</summary>
/// <param name="database">Which database it is, for people.</param>
internal sealed class PostgresAnswers(string database)
{
    /// <summary>The answer that a failure comes to.</summary>
    /// <param name="exception">The failure.</param>
    /// <param name="isWriting">Whether the events were being written; before that none of them can be to blame.</param>
    public DeliveryResult Of(NpgsqlException exception, bool isWriting)
    {
        var answer = Describe(exception);
        return isWriting && exception is PostgresException postgres && IsOfData(postgres) ? DeliveryResult.Refused(answer) : DeliveryResult.Retry(answer);
    }

    /// <summary>The answer when the table cannot be used.</summary>
    /// <param name="fault">What is wrong with it.</param>
    public DeliveryResult Of(string fault) => DeliveryResult.Retry($"{database}: {fault}");

    /// <summary>Whether the table may have gone, or may be another one, since it was looked for.</summary>
    public static bool IsOfNames(NpgsqlException exception) => exception is PostgresException postgres && (ClassOf(postgres) is "42" or "3F" || IsOfForeignColumn(postgres));

    // Bad data, constraints, limits, and what a trigger refuses. Then one event may be to blame; whatever else is wrong waits for a mend.
    private static bool IsOfData(PostgresException exception) =>
        !IsOfForeignColumn(exception) && (ClassOf(exception) is "22" or "23" or "54" || exception.SqlState == PostgresErrorCodes.RaiseException);

    // Somebody added a column that must have a value; no event has one.
    private static bool IsOfForeignColumn(PostgresException exception) =>
        exception.SqlState == PostgresErrorCodes.NotNullViolation && exception.ColumnName is { } column && !PostgresTable.Writes(column);

    private static string Describe(PostgresException exception) => ClassOf(exception) switch
    {
        "28" => "the user or the password is not taken",
        "22" => "a value is not taken",
        "54" => "an event is beyond a limit",
        "23" when exception.ConstraintName is { } constraint => $"the constraint {constraint} is violated",
        "23" when exception.ColumnName is { } column => $"the column {column} must not be null",
        "23" => "a constraint is violated",

        // What these say names the server's own things; others may quote an event.
        "08" or "25" or "3D" or "3F" or "40" or "42" or "53" or "55" or "57" or "58" => exception.MessageText.ReplaceLineEndings(" "),
        _ => "it does not go on",
    };

    private static string Cause(NpgsqlException exception) => exception.InnerException switch
    {
        SocketException socket => $" ({socket.SocketErrorCode})",
        AuthenticationException tls => $" ({tls.Message})",
        { } inner => $" ({inner.GetType().Name})",
        null => string.Empty,
    };

    private static string ClassOf(PostgresException exception) => exception.SqlState.Length < 2 ? string.Empty : exception.SqlState[..2];

    private string Describe(NpgsqlException exception) => exception is PostgresException postgres
        ? $"{database}: {Describe(postgres)} (SQLSTATE {postgres.SqlState})"
        : $"{database}: {exception.Message.ReplaceLineEndings(" ")}{Cause(exception)}";
}
