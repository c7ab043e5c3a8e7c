using System.Text;
using Gatehouse.Delivery;
using Gatehouse.Delivery.Books;
using Gatehouse.Events;
using Gatehouse.Storage;
using Gatehouse.Tests.Harness;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Tests.Delivery.Books;

/// <summary>A folder with books that can be opened again and again, and the log they are of.</summary>
internal sealed class BooksFolder : IAsyncDisposable
{
    private readonly LoggerFactory _loggers;
    private LedgerReader? _reader;

    public BooksFolder() => _loggers = new([Logs]);

    public string Path { get; private set; } = Directory.CreateTempSubdirectory("gatehouse-test-").FullName;

    public string File => System.IO.Path.Combine(Path, "delivery.db");

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public WrittenLogs Logs { get; } = new();

    public ScriptedLog Log { get; } = new();

    public DeliveryBooks Books { get; private set; } = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async Task OpenAsync()
    {
        Books = DeliveryBooks.Open(Path, Log.Id, Log.First, Log.Next, Time, _loggers.CreateLogger<DeliveryBooks>());
        _reader = new(Log, Books, Time, _loggers.CreateLogger<LedgerReader>());
        await _reader.StartAsync(Cancel);
    }

    public async Task CloseAsync()
    {
        if (_reader is not null)
        {
            await _reader.StopAsync(Cancel);
            _reader.Dispose();
            _reader = null;
            Books.Dispose();
        }
    }

    public async Task ReopenAsync()
    {
        await CloseAsync();
        await OpenAsync();
    }

    /// <summary>Opens a copy of the files as a kill at this moment would leave them.</summary>
    public async Task ReopenAfterKillAsync()
    {
        var crashed = Directory.CreateTempSubdirectory("gatehouse-test-").FullName;
        foreach (var suffix in new[] { "", "-wal" }.Where(suffix => System.IO.File.Exists(File + suffix)))
        {
            System.IO.File.Copy(File + suffix, System.IO.Path.Combine(crashed, "delivery.db" + suffix));
        }

        await CloseAsync();
        Directory.Delete(Path, recursive: true);
        Path = crashed;
        await OpenAsync();
    }

    public Task<DestinationBook> DestinationAsync(string site, string name) => DestinationBook.OpenAsync(Books, site, name, null);

    /// <summary>Counts all that the log has.</summary>
    public async Task CountAsync()
    {
        while (Log.From(_reader!.Position, 1).Count > 0)
        {
            await _reader.StepAsync(Cancel);
        }
    }

    /// <summary>Tidies until each site and destination that a test has had its turn.</summary>
    public Task TidyAsync() => Books.WriteAsync(writer =>
    {
        var tidying = new BookTidying();
        for (var turn = 0; turn < 8; turn++)
        {
            tidying.Run(writer, Time.GetUtcNow());
        }
    });

    public Task<List<Balance>> BalancesAsync() => Books.ReadAsync(Balances.Of);

    /// <summary>The rows of a query that is written as the admin API takes it: <c>by=hour&amp;from=2h</c>.</summary>
    public Task<List<LedgerRow>> RowsAsync(string query = "")
    {
        var parameters = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(static part => part.Split('=')).ToDictionary(static part => part[0], static part => part[1], StringComparer.Ordinal);
        var read = LedgerQuery.Read(parameters.GetValueOrDefault, Time.GetUtcNow(), out var refusal);
        Assert.Empty(refusal);
        return Books.ReadAsync(connection => LedgerRows.Of(connection, read!));
    }

    public Task<string?> ScalarAsync(string question) => Books.ReadAsync(connection => SqliteFile.Scalar(connection, question));

    public DeadLetter LetterOf(LogRecord record, int bytes = 10, string reason = "refused") => new(
        new()
        {
            Position = record.Position, Site = record.Site, MessageId = record.Event.MessageId, Type = "track", Name = "E", AnonymousId = "a", UserId = null,
            Timestamp = record.Facts.ReceivedAt, ReceivedAt = record.Facts.ReceivedAt, Json = Encoding.UTF8.GetBytes("{}".PadRight(bytes)),
        },
        reason,
        "400 bad",
        1,
        Time.GetUtcNow());

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _loggers.Dispose();
        Directory.Delete(Path, recursive: true);
    }
}
