using Gatehouse.Delivery.Books;
using Gatehouse.Storage;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Tests.Delivery.Books;

/// <summary>What goes wrong with one change or question does not harm another.</summary>
public sealed class DeliveryBooksTests : IAsyncDisposable
{
    private readonly BooksFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task A_change_that_cannot_be_made_does_not_take_the_others_with_it()
    {
        await _folder.OpenAsync();
        var hook = await _folder.DestinationAsync("shop", "hook");
        using var held = new ManualResetEventSlim();
        var blocking = _folder.Books.WriteAsync(_ => held.Wait(TimeSpan.FromSeconds(30), Cancel));
        var thrown = _folder.Books.WriteAsync(static _ => throw new InvalidOperationException("as a test wants it"));
        var refused = _folder.Books.WriteAsync(static writer => SqliteFile.Execute(writer.Connection, "INSERT INTO destinations (site) VALUES (NULL)"));
        var good = hook.SetSkipToAsync(9);
        held.Set();

        await blocking;
        await Assert.ThrowsAsync<InvalidOperationException>(() => thrown);
        await Assert.ThrowsAsync<SqliteException>(() => refused);
        await good;
        Assert.Equal("9", await _folder.ScalarAsync("SELECT skip_to FROM destinations"));
    }

    [Fact]
    public async Task A_question_that_fails_tells_its_own_error_and_the_next_is_answered()
    {
        await _folder.OpenAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => _folder.Books.ReadAsync<int>(static connection =>
        {
            SqliteFile.Execute(connection, "ROLLBACK");
            throw new InvalidOperationException("as a test wants it");
        }));
        await Assert.ThrowsAsync<TimeoutException>(() => _folder.Books.ReadAsync<int>(static connection =>
        {
            connection.Close();
            throw new TimeoutException("as a test wants it");
        }));

        Assert.Equal("1", await _folder.ScalarAsync("SELECT ledger FROM about"));
    }
}
