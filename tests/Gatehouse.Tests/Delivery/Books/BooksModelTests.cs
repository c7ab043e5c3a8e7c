using CsCheck;
using Gatehouse.Delivery;
using Gatehouse.Delivery.Books;
using Gatehouse.Events;

namespace Gatehouse.Tests.Delivery.Books;

/// <summary>Random things happen in random order: after each the books balance, in every minute, in every hour and in total.</summary>
public sealed class BooksModelTests
{
    private static readonly (string Site, string Name)[] Destinations = [("shop", "hook"), ("shop", "files"), ("blog", "hook")];

    private enum Step
    {
        Accept,
        AcceptMore,
        Tally,
        Count,
        CountMore,
        Pass,
        PassMore,
        Lose,
        SendAgain,
        Delete,
        Reopen,
        Kill,
        WaitAndTidy,
        ShortenLog,
        ReplaceLog,
    }

    [Fact]
    public Task The_books_balance_whatever_happens() =>
        Gen.Select(Gen.Enum<Step>(), Gen.Int[0, 59], Gen.Int[1, 20]).Array[10, 60].SampleAsync(
            static async steps =>
            {
                await using var model = new Model();
                await model.OpenAsync();
                foreach (var (step, which, count) in steps)
                {
                    await model.DoAsync(step, which, count);
                    await model.CheckAsync();
                }
            },
            iter: 15,
            threads: 1);

    private sealed class Model : IAsyncDisposable
    {
        private readonly BooksFolder _folder = new();
        private readonly Dictionary<(string Site, string Name), DestinationBook> _books = [];
        private readonly Dictionary<(string Site, string Name), long> _cursors = [];

        public async Task OpenAsync()
        {
            await _folder.OpenAsync();
            foreach (var key in Destinations)
            {
                _books[key] = await _folder.DestinationAsync(key.Site, key.Name);
                Assert.Equal(_cursors.GetValueOrDefault(key, 1), _books[key].State.Cursor);
                _cursors[key] = _books[key].State.Cursor;
            }
        }

        public async Task DoAsync(Step step, int which, int count)
        {
            var (site, key) = (which % 2 == 0 ? "shop" : "blog", Destinations[which % 3]);
            var at = _folder.Time.GetUtcNow().AddMinutes(-(which % 4));
            switch (step)
            {
                case Step.Accept or Step.AcceptMore:
                    for (var i = 0; i < count; i++)
                    {
                        _folder.Log.Accept(which % 3 == 0 && i % 2 == 0 ? "blog" : site, at);
                    }

                    break;
                case Step.Tally:
                    _folder.Log.Tally(site, at, duplicates: which, shed: count, refused: which % 3);
                    break;
                case Step.Count or Step.CountMore:
                    await _folder.CountAsync();
                    break;
                case Step.Pass or Step.PassMore:
                    await PassAsync(key, which, count);
                    break;
                case Step.Lose:
                    _folder.Log.Lose(_folder.Log.First + (which % 7), _folder.Log.First + (which % 7) + count);
                    break;
                case Step.SendAgain or Step.Delete:
                    await SettleAsync(key, step == Step.Delete, count);
                    break;
                case Step.WaitAndTidy:
                    _folder.Time.Advance(which % 5 == 0 ? TimeSpan.FromDays(20) : TimeSpan.FromMinutes(which));
                    await _folder.TidyAsync();
                    break;
                default:
                    await RestartAsync(step, count);
                    break;
            }
        }

        public async Task CheckAsync()
        {
            Assert.All(await _folder.BalancesAsync(), static balance => Assert.True(balance.Holds, balance.ToString()));
            foreach (var query in new[] { string.Empty, "by=minute&from=90m", "by=hour&from=1400h" })
            {
                var rows = await _folder.RowsAsync(query);
                foreach (var time in rows.GroupBy(static row => (row.Site, row.Minute)))
                {
                    var intake = time.Where(static row => row.Destination is null).ToLookup(static row => row.What, static row => row.Count);
                    Assert.Equal(intake["received"].Sum(), intake.Where(static kind => kind.Key != "received").Sum(static kind => kind.Sum()));
                    foreach (var (_, name) in Destinations.Where(one => one.Site == time.Key.Site))
                    {
                        Assert.Equal(intake["accepted"].Sum(), time.Where(row => row.Destination == name).Sum(static row => row.Count));
                    }
                }
            }
        }

        public ValueTask DisposeAsync() => _folder.DisposeAsync();

        /// <summary>What a reader does with a window of the log: a gap before it is lost, and each event has an outcome.</summary>
        private async Task PassAsync((string Site, string Name) key, int which, int count)
        {
            var (book, cursor, ledger) = (_books[key], _cursors[key], await _folder.Books.ReadAsync(BookQuestions.Ledger));
            var entries = _folder.Log.From(cursor, count).Where(entry => entry.Position < ledger).ToList();
            if (entries.Count == 0)
            {
                return;
            }

            entries = [.. entries.TakeWhile((entry, i) => entry.Position == entries[0].Position + i)];
            var pass = new Pass { Cursor = entries[^1].Position + 1 };
            foreach (var (minute, lost) in await book.CountAsync(cursor, entries[0].Position))
            {
                pass.Count(minute, Outcome.Lost, "log", lost);
            }

            foreach (var (record, i) in entries.OfType<LogRecord>().Where(record => record.Site == key.Site).Select(static (record, i) => (record, i)))
            {
                if ((which + i) % 4 == 0)
                {
                    pass.Bury(_folder.LetterOf(record));
                }
                else
                {
                    pass.Count(record.Facts.ReceivedAt, (which + i) % 4 == 1 ? Outcome.Filtered : Outcome.Delivered, (which + i) % 4 == 1 ? "when" : string.Empty);
                }
            }

            await book.PassAsync(pass, deadLetterBytes: 3000, static _ => false);
            _cursors[key] = pass.Cursor;
        }

        private async Task SettleAsync((string Site, string Name) key, bool isDelete, int count)
        {
            foreach (var letter in await _folder.Books.ReadAsync(connection => DeadLetters.List(connection, key.Site, key.Name, 0, count)))
            {
                await (isDelete
                    ? _books[key].DeleteAsync(letter)
                    : _books[key].SettleAsync(letter, new(letter.Id % 3 == 0 ? DeliveryVerdict.Retry : DeliveryVerdict.Delivered, "200"), _folder.Time.GetUtcNow()));
            }
        }

        private async Task RestartAsync(Step step, int count)
        {
            if (step == Step.Kill)
            {
                await _folder.ReopenAfterKillAsync();
            }

            await _folder.CloseAsync();
            if (step == Step.ReplaceLog)
            {
                _folder.Log.BecomeAnother();
                _cursors.Clear();
            }
            else if (step == Step.ShortenLog)
            {
                var next = Math.Max(1, _folder.Log.Next - count);
                _folder.Log.ForgetFrom(next);
                foreach (var (key, cursor) in _cursors.ToList())
                {
                    _cursors[key] = Math.Min(cursor, next);
                }
            }

            await OpenAsync();
        }
    }
}
