using Gatehouse.Storage;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Delivery.Books;

/// <summary>
/// Which positions hold events of which site and minute. A site's newest span grows until it is complete; as each has the sums of all
/// before it, what waits behind a position is known from two of them, however many there are.
/// </summary>
internal sealed class SpanTable : IDisposable
{
    private const string Columns = "SELECT first, count_before, bytes_before, runs, next FROM spans WHERE site = ?1";

    private readonly SqliteStatement _newest;
    private readonly SqliteStatement _write;

    public SpanTable(SqliteConnection connection)
    {
        _newest = new(connection, Columns + " ORDER BY first DESC LIMIT 1");
        _write = new(connection, """
            INSERT INTO spans (site, first, next, count_before, bytes_before, count, bytes, runs) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET next = excluded.next, count = excluded.count, bytes = excluded.bytes, runs = excluded.runs
            """);
    }

    /// <summary>What waits for a site's destination that stands at a position.</summary>
    public static Pending Waiting(SqliteConnection connection, string site, long cursor)
    {
        using var sums = new SqliteStatement(connection, "SELECT count_before + count, bytes_before + bytes FROM spans WHERE site = ? ORDER BY first DESC LIMIT 1");
        sums.BindText(1, site);
        return sums.Next() && Within(connection, site, cursor, long.MaxValue).FirstOrDefault() is { } begun ? begun.From(cursor, sums.Number(0), sums.Number(1)) : default;
    }

    /// <summary>The runs of a site, in order, cut where positions begin and end. To be read to its end, or left.</summary>
    /// <param name="connection">The view.</param>
    /// <param name="site">Name of the site.</param>
    /// <param name="from">The first position that matters.</param>
    /// <param name="to">The first one that does not.</param>
    public static IEnumerable<SpanRun> Runs(SqliteConnection connection, string site, long from, long to) =>
        Within(connection, site, from, to).SelectMany(static span => span.Runs).Select(run => run.Part(from, to)).Where(static run => run.Count > 0);

    /// <summary>Forgets positions that are given again, within a transaction.</summary>
    public static void CutAt(SqliteConnection connection, long next)
    {
        using var table = new SpanTable(connection);
        foreach (var site in BookQuestions.Sites(connection, "spans"))
        {
            var cut = Within(connection, site, next, long.MaxValue).FirstOrDefault();
            using var delete = new SqliteStatement(connection, "DELETE FROM spans WHERE site = ? AND next > ?");
            delete.BindText(1, site);
            delete.Bind(2, next);
            delete.Run();
            if (cut is not null && cut.First < next)
            {
                var left = new Span(site, cut.CountBefore, cut.BytesBefore);
                foreach (var run in cut.Runs.Select(run => run.Part(0, next)).Where(static run => run.Count > 0))
                {
                    left.TryAdd(run);
                }

                table.Write(left);
            }
        }
    }

    /// <summary>Deletes spans that every destination of their site has passed, within a transaction.</summary>
    public static void DeletePassed(SqliteConnection connection)
    {
        foreach (var site in BookQuestions.Sites(connection, "spans"))
        {
            using var passed = new SqliteStatement(connection, "SELECT coalesce((SELECT min(cursor) FROM destinations WHERE site = ? AND is_gone = 0), (SELECT ledger FROM about))");
            passed.BindText(1, site);
            passed.Next();
            using var delete = new SqliteStatement(connection, "DELETE FROM spans WHERE site = ?1 AND first < ?2 AND next <= ?2");
            delete.BindText(1, site);
            delete.Bind(2, passed.Number(0));
            delete.Run();
        }
    }

    /// <summary>Adds runs that are behind all others, of any sites, in order.</summary>
    public void Add(IReadOnlyList<SpanRun> runs)
    {
        foreach (var some in runs.GroupBy(static run => run.Site, StringComparer.Ordinal))
        {
            var span = Newest(some.Key) ?? new(some.Key, 0, 0);
            foreach (var run in some)
            {
                if (!span.TryAdd(run))
                {
                    Write(span);
                    span = new(some.Key, span.CountBefore + span.Count, span.BytesBefore + span.Bytes);
                    span.TryAdd(run);
                }
            }

            Write(span);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _newest.Dispose();
        _write.Dispose();
    }

    private static IEnumerable<Span> Within(SqliteConnection connection, string site, long from, long to)
    {
        using var statement = new SqliteStatement(connection, Columns + " AND first < ?3 AND first >= coalesce((SELECT max(first) FROM spans WHERE site = ?1 AND first <= ?2), 0) ORDER BY first");
        statement.BindText(1, site);
        statement.Bind(2, from);
        statement.Bind(3, to);
        while (statement.Next())
        {
            if (statement.Number(4) > from)
            {
                yield return Read(statement, site);
            }
        }
    }

    private static Span Read(SqliteStatement row, string site)
    {
        var span = new Span(site, row.Number(1), row.Number(2));
        SpanCodec.Read(row.Number(0), site, row.Bytes(3)).ForEach(run => span.TryAdd(run));
        return span;
    }

    private Span? Newest(string site)
    {
        _newest.BindText(1, site);
        try
        {
            return _newest.Next() ? Read(_newest, site) : null;
        }
        finally
        {
            _newest.Reset();
        }
    }

    private void Write(Span span)
    {
        _write.BindText(1, span.Site);
        _write.Bind(2, span.First);
        _write.Bind(3, span.Next);
        _write.Bind(4, span.CountBefore);
        _write.Bind(5, span.BytesBefore);
        _write.Bind(6, span.Count);
        _write.Bind(7, span.Bytes);
        _write.Bind(8, SpanCodec.Write(span.First, span.Runs));
        _write.Run();
    }
}
