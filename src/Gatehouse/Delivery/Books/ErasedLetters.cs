using System.Text.Json.Nodes;
using Gatehouse.Events;
using Gatehouse.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Delivery.Books;

/// <summary>Deletes the dead letters of erased visitors. They stay counted as dead, so the books balance.</summary>
internal sealed partial class ErasedLetters(DeliveryBooks books, ILogger<ErasedLetters> logger) : IEventCopies
{
    // In one transaction, so that deliveries do not wait long for the writer.
    private const int MostAtOnce = 500;

    /// <inheritdoc/>
    public async ValueTask<bool> EraseAsync(ErasedVisitor visitor)
    {
        try
        {
            // Whatever was judged before the visitor was noted is in the file after this; whatever comes later is judged by the note.
            await books.WriteAsync(static _ => { });
            foreach (var some in (await books.ReadAsync(connection => Find(connection, visitor))).Chunk(MostAtOnce))
            {
                await books.WriteAsync(writer => Array.ForEach(some, id => DeadLetters.Delete(writer.Connection, id)));
            }

            return true;
        }
        catch (Exception trouble) when (trouble is StorageException || WorkThreads.IsUndone(trouble))
        {
            LogNotErased(trouble, visitor.Site);
            return false;
        }
    }

    /// <summary>Looks at all letters: there is no index for what is asked so seldom. Not on the writer's thread.</summary>
    private static List<long> Find(SqliteConnection connection, ErasedVisitor visitor)
    {
        using var statement = new SqliteStatement(connection, """
            SELECT dead.id FROM dead JOIN destinations ON destinations.id = dead.destination
            WHERE site = ?1 AND received <= ?2 AND ((?3 <> '' AND user_id = ?3) OR anonymous_id IN (SELECT value FROM json_each(?4)))
            """);
        statement.BindText(1, visitor.Site);
        statement.Bind(2, visitor.Until.UtcTicks);
        statement.BindText(3, visitor.UserId ?? string.Empty);
        statement.BindText(4, new JsonArray([.. visitor.AnonymousIds.Select(static id => (JsonNode)id)]).ToJsonString());
        var ids = new List<long>();
        while (statement.Next())
        {
            ids.Add(statement.Number(0));
        }

        return ids;
    }

    [LoggerMessage(1830, LogLevel.Error, "Dead letters of an erased visitor of site {Site} could not all be deleted; erase the visitor again.")]
    private partial void LogNotErased(Exception trouble, string site);
}
