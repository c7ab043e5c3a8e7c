using System.Globalization;
using Gatehouse.Delivery;
using Gatehouse.Delivery.Books;
using Gatehouse.Events;
using Gatehouse.Storage;

namespace Gatehouse.Tests.Delivery.Books;

/// <summary>What is known of one event.</summary>
public sealed class EventTraceTests : IAsyncDisposable
{
    private readonly BooksFolder _folder = new();

    private DateTimeOffset Now => _folder.Time.GetUtcNow();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task Each_event_is_found_with_its_own_outcome()
    {
        await _folder.OpenAsync();
        var hook = await _folder.DestinationAsync("shop", "hook");
        await AcceptAsync(10);
        await _folder.DestinationAsync("shop", "late");
        await PassAsync(hook, 10, Letters(6), (1, "consent"), (4, "when"), (5, "when"));

        Assert.Equal(
            [
                "filtered consent", "delivered 2: 200", "delivered 2: 200", "filtered when", "filtered when", "dead refused 1: 400 bad [1]",
                "delivered 2: 200", "delivered 2: 200", "delivered 2: 200", "pending",
            ],
            await TracesAsync("hook", 10));
        Assert.Equal(["before"], await TracesAsync("late", 1));
        await hook.SetGoneAsync();
        Assert.Equal(["delivered 2: 200", "gone"], (await TracesAsync("hook", 10))[8..]);
    }

    [Fact]
    public async Task A_dead_letter_that_is_sent_again_or_deleted_is_told_as_such()
    {
        await _folder.OpenAsync();
        var hook = await _folder.DestinationAsync("shop", "hook");
        await AcceptAsync(5);
        await PassAsync(hook, 6, Letters(2, 3, 4), (1, "when"));
        var letters = await _folder.Books.ReadAsync(static connection => DeadLetters.List(connection, null, null, 0, 10));

        await hook.SettleAsync(letters[0], new(DeliveryVerdict.Refused, "401"), Now);
        await hook.SettleAsync(letters[1], new(DeliveryVerdict.Delivered, "204"), Now);
        await hook.DeleteAsync(letters[2]);

        Assert.Equal(["filtered when", "dead refused 2: 401 [1]", "delivered 2: 204", "dead refused", "delivered 2: 200"], await TracesAsync("hook", 5));
    }

    [Fact]
    public async Task Passes_that_go_alike_share_a_row_and_a_row_stays_small()
    {
        await _folder.OpenAsync();
        var hook = await _folder.DestinationAsync("shop", "hook");
        await AcceptAsync(400);
        for (var next = 11; next <= 101; next += 10)
        {
            await PassAsync(hook, next, []);
        }

        Assert.Equal("1", await _folder.ScalarAsync("SELECT count(*) FROM traces"));
        await PassAsync(hook, 401, [], [.. Enumerable.Range(51, 150).Select(static half => (half * 2L, $"why{half % 2}"))]);

        Assert.InRange(int.Parse((await _folder.ScalarAsync("SELECT count(*) FROM traces"))!, System.Globalization.CultureInfo.InvariantCulture), 3, 8);
        Assert.InRange(int.Parse((await _folder.ScalarAsync("SELECT max(length(filtered)) FROM traces"))!, System.Globalization.CultureInfo.InvariantCulture), 1, 512);
        var traces = await TracesAsync("hook", 400);
        Assert.All(Enumerable.Range(1, 400), position => Assert.Equal(position is > 100 and <= 400 && position % 2 == 0 && position / 2 <= 200 ? $"filtered why{position / 2 % 2}" : "delivered 2: 200", traces[position - 1]));
    }

    [Fact]
    public async Task Nothing_became_of_an_event_before_it_was_received_though_a_row_is_shared()
    {
        await _folder.OpenAsync();
        var hook = await _folder.DestinationAsync("shop", "hook");
        await AcceptAsync(1);
        await PassAsync(hook, 2, []);
        var before = Now;
        _folder.Time.Advance(TimeSpan.FromMilliseconds(600));
        await AcceptAsync(1);
        await PassAsync(hook, 3, []);

        Assert.Equal("1", await _folder.ScalarAsync("SELECT count(*) FROM traces"));
        Assert.Equal([before, before, Now], [await TimeAsync(1, before), await TimeAsync(2, receivedAt: null), await TimeAsync(2, Now)]);

        async Task<DateTimeOffset?> TimeAsync(long position, DateTimeOffset? receivedAt) =>
            (await _folder.Books.ReadAsync(connection => EventTrace.Of(connection, "shop", position, receivedAt))).Single().Time;
    }

    [Fact]
    public async Task Positions_that_are_given_again_have_no_trace_of_before()
    {
        await _folder.OpenAsync();
        var hook = await _folder.DestinationAsync("shop", "hook");
        await AcceptAsync(9);
        await PassAsync(hook, 10, [], (2, "when"), (7, "when"), (8, "when"));
        await _folder.CloseAsync();
        _folder.Log.ForgetFrom(8);
        await _folder.OpenAsync();
        hook = await _folder.DestinationAsync("shop", "hook");
        await AcceptAsync(3);

        Assert.Equal(["filtered when", "pending", "pending", "pending"], (await TracesAsync("hook", 10))[6..]);
        await PassAsync(hook, 11, []);
        Assert.Equal(["delivered 2: 200", "filtered when", "delivered 2: 200", "filtered when", "delivered 2: 200"], (await TracesAsync("hook", 10)).Where(static (_, index) => index is 0 or 1 or 5 or 6 or 7));
    }

    [Fact]
    public async Task Another_log_has_no_traces_of_this_one()
    {
        await _folder.OpenAsync();
        var hook = await _folder.DestinationAsync("shop", "hook");
        await AcceptAsync(3);
        await PassAsync(hook, 4, Letters(2));
        await _folder.CloseAsync();
        _folder.Log.BecomeAnother();
        await _folder.OpenAsync();
        hook = await _folder.DestinationAsync("shop", "hook");
        await AcceptAsync(3);
        Assert.Equal(["pending", "pending", "pending"], await TracesAsync("hook", 3));

        await PassAsync(hook, 3, []);
        var letter = await _folder.Books.ReadAsync(static connection => DeadLetters.Find(connection, 1));
        await hook.SettleAsync(letter!, new(DeliveryVerdict.Delivered, "204"), Now);

        Assert.Equal(["delivered 2: 200", "delivered 2: 200", "pending"], await TracesAsync("hook", 3));
    }

    [Fact]
    public async Task What_is_older_than_traces_are_kept_is_unknown()
    {
        await _folder.OpenAsync();
        var hook = await _folder.DestinationAsync("shop", "hook");
        await AcceptAsync(1);
        await PassAsync(hook, 2, []);

        _folder.Time.Advance(TimeSpan.FromHours(25));
        await _folder.TidyAsync();

        Assert.Equal(["unknown"], await TracesAsync("hook", 1));
    }

    [Fact]
    public async Task There_are_never_more_rows_than_the_bound_and_the_oldest_give_way()
    {
        await _folder.OpenAsync();
        var hook = (await _folder.DestinationAsync("shop", "hook")).State.Id;
        await _folder.Books.WriteAsync(writer =>
        {
            using var table = new TraceTable(writer.Connection, mostRows: 3);
            for (var position = 1; position <= 5; position++)
            {
                table.Add(hook, new(position, position + 1, Now.AddSeconds(position), 1, "200", []));
                Assert.InRange(Rows(writer), 1, 3);
            }

            // What shares a row with the one before takes no other's place.
            table.Add(hook, new(6, 7, Now.AddSeconds(5.5), 1, "200", []));
            Assert.Equal(3, TraceTable.Find(writer.Connection, hook, 3)?.First);

            // A pass of several rows is no exception.
            List<TraceNote> notes = [.. Enumerable.Range(7, 400).Select(static position => new TraceNote(position, position, Outcome.Filtered, $"why{position % 2}"))];
            table.Add(hook, new(7, 407, Now.AddSeconds(9), 1, "200", notes));
            Assert.Equal(3, Rows(writer));
            Assert.NotNull(TraceTable.Find(writer.Connection, hook, 406));
            table.DeleteBefore(Now.AddSeconds(10), 2);
            table.Add(hook, new(407, 408, Now.AddSeconds(11), 1, "200", []));
            Assert.Equal(2, Rows(writer));
        });

        static int Rows(BookWriter writer) => int.Parse(SqliteFile.Scalar(writer.Connection, "SELECT count(*) FROM traces")!, CultureInfo.InvariantCulture);
    }

    private static long[] Letters(params long[] positions) => positions;

    private async Task AcceptAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _folder.Log.Accept("shop", Now);
        }

        await _folder.CountAsync();
    }

    /// <summary>Books everything up to a position: some as dead, some as filtered, the rest as delivered.</summary>
    private async Task PassAsync(DestinationBook book, long next, long[] dead, params (long Position, string Reason)[] filtered)
    {
        var state = await _folder.Books.ReadAsync(connection => BookQuestions.State(connection, book.State.Site, book.State.Name));
        var pass = new Pass { Cursor = next };
        var events = new List<(long Position, Outcome Outcome, string Reason)>();
        foreach (var record in _folder.Log.From(state!.Cursor, (int)(next - state.Cursor)).OfType<LogRecord>())
        {
            var reason = filtered.FirstOrDefault(one => one.Position == record.Position).Reason;
            var outcome = dead.Contains(record.Position) ? Outcome.Dead : reason is null ? Outcome.Delivered : Outcome.Filtered;
            events.Add((record.Position, outcome, reason ?? "refused"));
            if (outcome == Outcome.Dead)
            {
                pass.Bury(_folder.LetterOf(record));
            }
            else
            {
                pass.Count(record.Facts.ReceivedAt, outcome, reason ?? string.Empty);
            }
        }

        pass.Trace = new(state.Cursor, next, Now, 2, "200", TraceNotes.Of(events));
        await book.PassAsync(pass, 1 << 20, static _ => false);
    }

    private async Task<List<string>> TracesAsync(string destination, int count)
    {
        var traces = new List<string>();
        for (var position = 1; position <= count; position++)
        {
            var trace = (await _folder.Books.ReadAsync(connection => EventTrace.Of(connection, "shop", position, receivedAt: null))).Single(trace => trace.Destination == destination);
            traces.Add(string.Concat(
                trace.Outcome.ToString().ToLowerInvariant(),
                trace.Reason is { } reason ? $" {reason}" : string.Empty,
                trace.Attempts is { } attempts ? $" {attempts}" : string.Empty,
                trace.Answer is { } answer ? $": {answer}" : string.Empty,
                trace.DeadLetter is { } letter ? $" [{letter}]" : string.Empty));
        }

        return traces;
    }
}
