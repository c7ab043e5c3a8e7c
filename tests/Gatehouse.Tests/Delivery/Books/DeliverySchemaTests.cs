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

        Assert.Equal("2", await folder.ScalarAsync("PRAGMA user_version"));
        Assert.Equal("hook 1", await folder.ScalarAsync("SELECT name || ' ' || is_paused FROM destinations"));
        Assert.Empty(await folder.Books.ReadAsync(ReplayRows.All));
    }
}
