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

        Assert.Equal("3", await folder.ScalarAsync("PRAGMA user_version"));
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
}
