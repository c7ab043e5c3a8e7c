using Gatehouse.Delivery;
using Npgsql;
using NpgsqlTypes;

namespace Gatehouse.Postgres;

/// <summary>An event as a row.</summary>
internal static class EventRow
{
    /// <summary>Writes it, in the order of the table's columns.</summary>
    public static async Task WriteAsync(NpgsqlBinaryImporter import, DeliveryEvent one, CancellationToken cancellationToken)
    {
        await import.StartRowAsync(cancellationToken);
        await WriteTextAsync(one.Site);
        await WriteTextAsync(one.MessageId);
        await WriteTextAsync(one.Type);
        await WriteTextAsync(one.Name);
        await WriteTextAsync(one.AnonymousId);
        await WriteTextAsync(one.UserId);
        await import.WriteAsync(one.Timestamp.UtcDateTime, NpgsqlDbType.TimestampTz, cancellationToken);
        await import.WriteAsync(one.ReceivedAt.UtcDateTime, NpgsqlDbType.TimestampTz, cancellationToken);
        await import.WriteAsync(PostgresJson.Fit(one.Json), NpgsqlDbType.Jsonb, cancellationToken);

        Task WriteTextAsync(string? text) => text is null
            ? import.WriteNullAsync(cancellationToken)
            : import.WriteAsync(PostgresJson.Fit(text), NpgsqlDbType.Text, cancellationToken);
    }
}
