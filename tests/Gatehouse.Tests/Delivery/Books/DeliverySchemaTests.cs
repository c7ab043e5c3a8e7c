using System.Text;
using Gatehouse.Delivery.Books;
using Gatehouse.Storage;

namespace Gatehouse.Tests.Delivery.Books;

public sealed class DeliverySchemaTests
{
    [Fact]
    public async Task Books_of_version_1_are_taken_over_with_what_they_have()
    {
        await using var folder = new BooksFolder();
        using (var connection = SqliteFile.Connect(folder.File, string.Empty))
        {
            SqliteFile.Execute(connection, DeliverySchema.First);
            SqliteFile.Execute(connection, "INSERT INTO destinations VALUES (1, 'shop', 'hook', 7, 1, 0, 1, 0, 0, 0)");
        }

        await folder.OpenAsync();

        Assert.Equal("4", await folder.ScalarAsync("PRAGMA user_version"));
        Assert.Equal("hook 1", await folder.ScalarAsync("SELECT name || ' ' || is_paused FROM destinations"));
        Assert.Empty(await folder.Books.ReadAsync(ReplayRows.All));
    }

    [Fact]
    public async Task Books_of_version_2_know_what_their_dead_letters_take()
    {
        await using var folder = new BooksFolder();
        using (var connection = SqliteFile.Connect(folder.File, string.Empty))
        {
            SqliteFile.Execute(connection, DeliverySchema.First + DeliverySchema.Second);
            SqliteFile.Execute(connection, """
                INSERT INTO destinations VALUES (1, 'shop', 'hook', 7, 1, 0, 1, 0, 0, 0), (2, 'shop', 'files', 7, 1, 0, 1, 0, 0, 0);
                INSERT INTO dead SELECT value, 1, '', value, 0, 0, 'm', 'track', '', 'a', '', 0, 0, 'refused', '', 1, x'7b7d' FROM (SELECT 1 AS value UNION SELECT 2 UNION SELECT 3);
                """);
        }

        await folder.OpenAsync();

        Assert.Equal($"{3 * (2 + 512)} 0", await folder.ScalarAsync("SELECT group_concat(dead_bytes, ' ') FROM (SELECT dead_bytes FROM destinations ORDER BY id)"));
    }

    [Fact]
    public async Task Spans_of_version_3_are_taken_over_and_grow_on()
    {
        await using var folder = new BooksFolder();
        await folder.OpenAsync();
        var hook = await folder.DestinationAsync("shop", "hook");
        await folder.DestinationAsync("blog", "hook");
        for (var i = 0; i < 5; i++)
        {
            folder.Log.Accept("shop", folder.Time.GetUtcNow());
            folder.Log.Accept(i % 2 == 0 ? "shop" : "blog", folder.Time.GetUtcNow());
        }

        await folder.CountAsync();
        await hook.PassAsync(PassOf(folder, 2), 0, static _ => false);
        await folder.CloseAsync();
        using (var connection = SqliteFile.Connect(folder.File, string.Empty))
        {
            // What two steps of the ledger reader had left: of the first site four events and one, of the other one each.
            SqliteFile.Execute(connection, """
                DROP TABLE spans;
                CREATE TABLE spans (first INTEGER PRIMARY KEY, next INTEGER NOT NULL, runs BLOB NOT NULL);
                PRAGMA user_version = 3;
                """);
            using var insert = new SqliteStatement(connection, "INSERT INTO spans VALUES (?1, ?2, ?3)");
            foreach (var (first, next, runs) in new[]
            {
                (1L, 5L, [.. RunOf(folder, 0, 3, "shop"), .. RunOf(folder, 0, 1, "blog")]),
                (5L, 11L, (byte[])[.. RunOf(folder, 0, 3, "shop"), .. RunOf(folder, 0, 1, "blog", isFirst: false), .. RunOf(folder, 0, 2, "shop", isFirst: false)]),
            })
            {
                insert.Bind(1, first);
                insert.Bind(2, next);
                insert.Bind(3, runs);
                insert.Run();
            }
        }

        await folder.OpenAsync();
        folder.Log.Accept("shop", folder.Time.GetUtcNow());
        await folder.CountAsync();

        Assert.All(await folder.BalancesAsync(), static balance => Assert.True(balance.Holds, balance.ToString()));
        Assert.Equal("2", await folder.ScalarAsync("SELECT count(*) FROM spans"));
    }

    private static Pass PassOf(BooksFolder folder, long cursor)
    {
        var pass = new Pass { Cursor = cursor };
        pass.Count(folder.Time.GetUtcNow(), Outcome.Delivered);
        return pass;
    }

    /// <summary>A run as it was stored before version 4.</summary>
    private static byte[] RunOf(BooksFolder folder, int skip, int count, string site, bool isFirst = true) =>
        [.. Number(skip), .. Number(count), .. Number(isFirst ? 2 * Minutes.Of(folder.Time.GetUtcNow()) : 0), .. Number(count * 10), .. Number(site.Length), .. Encoding.UTF8.GetBytes(site)];

    private static byte[] Number(long value) => value < 0x80 ? [(byte)value] : [(byte)(value | 0x80), .. Number(value >> 7)];
}
