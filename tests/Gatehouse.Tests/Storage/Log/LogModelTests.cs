using System.Globalization;
using CsCheck;
using Gatehouse.Events;
using Gatehouse.Storage.Log;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Tests.Storage.Log;

/// <summary>Random actions, against the log and against a list.</summary>
public sealed class LogModelTests
{
    private enum Action
    {
        Append,
        AppendMore,
        Refuse,
        Read,
        MoveCursor,
        Reopen,
        Fail,
    }

    private static readonly Gen<(Action Action, int From, int Count)[]> Actions =
        Gen.Select(Gen.Int[0, 6].Select(static number => (Action)number), Gen.Int[0, 60], Gen.Int[1, 12]).Array[5, 40];

    [Theory]
    [InlineData(0)]
    [InlineData(5_000)]
    [InlineData(4 << 20)]
    public Task A_log_is_a_list_without_repeats_whose_books_balance_whatever_happens_to_it(int tailBytes) => Actions.SampleAsync(
        async actions =>
        {
            using var folder = new LogFolder();
            folder.Options = folder.Options with { SegmentRecords = 10, TailBytes = tailBytes };
            folder.Open();
            var model = new Model(folder);
            await folder.Log!.ReadCursorAsync("reader", TestContext.Current.CancellationToken);
            foreach (var (action, from, count) in actions)
            {
                await model.DoAsync(action, from, count);
                await model.Books.FollowAsync(folder.Log!);
            }

            await model.CheckAsync();
            folder.Reopen();
            await model.CheckAsync();
        },
        iter: 40);

    private sealed class Model(LogFolder folder)
    {
        private readonly List<string> _stored = [];
        private readonly Dictionary<string, long> _refused = new(StringComparer.Ordinal);
        private long _sent;
        private long _duplicates;
        private long _cursor;
        private LogStep? _failed;

        public LogBooks Books { get; } = new();

        public async Task DoAsync(Action action, int from, int count)
        {
            var log = folder.Log!;
            switch (action)
            {
                case Action.Append or Action.AppendMore:
                    await AppendAsync(log, from, count, refused: from % 3);
                    break;
                case Action.Refuse:
                    log.CountRefused("shop", "bad_json", count);
                    Refuse("bad_json", count);
                    break;
                case Action.Read:
                    await ReadAsync(log, from, count);
                    break;
                case Action.MoveCursor:
                    _cursor = Math.Max(_cursor, Math.Min(from, log.Next));
                    await log.StoreCursorAsync("reader", _cursor, TestContext.Current.CancellationToken);
                    break;
                case Action.Reopen:
                    folder.Hook = null;
                    folder.Reopen();
                    break;
                case Action.Fail:
                    FailOnce((LogStep)(from % 4), count % 2 == 0 ? 13 : 10);
                    break;
                default:
                    throw new InvalidOperationException();
            }
        }

        public async Task CheckAsync()
        {
            folder.Hook = null;
            await AppendAsync(folder.Log!, 1000, 1, refused: 0);
            folder.Reopen();
            await Books.FollowAsync(folder.Log!);

            Assert.Equal(_stored, Books.Records.Select(static record => record.Event.MessageId));
            Assert.Equal((_sent, _duplicates), (Books.Received, Books.Duplicates));
            Assert.Equal(_refused, Books.Refused);
            Assert.True(folder.Log!.First <= Math.Max(1, _cursor), $"{folder.Log.First} is behind the cursor {_cursor}");

            // Trimming may have come in between, and comes between two of these reads, too.
            var (first, records) = (0L, new List<LogRecord>());
            while (first != folder.Log.First)
            {
                first = folder.Log.First;
                records = [.. await folder.Log.ReadAllAsync()];
            }

            Assert.Equal(Books.Records.Where(record => record.Position >= records[0].Position).Select(static record => record.Position), records.Select(static record => record.Position));
            Assert.Equal(_stored[^records.Count..], records.Select(static record => record.Event.MessageId));
        }

        private async Task AppendAsync(EventLog log, int from, int count, int refused)
        {
            // Every batch has a repeat in it.
            var ids = Enumerable.Range(from, count).Append(from).Select(static number => "m" + number.ToString(CultureInfo.InvariantCulture)).ToList();
            var fresh = ids.Except(_stored).ToList();
            var batch = LogFolder.Batch([.. ids.Select(static id => LogFolder.Event(id))]) with { Refused = refused == 0 ? [] : [new("bad_id", refused)] };
            _failed = null;
            var answer = await log.AppendAsync(batch, TestContext.Current.CancellationToken);
            Refuse("bad_id", refused);
            if (answer.Status == AppendStatus.Stored)
            {
                Assert.Equal(new(AppendStatus.Stored, fresh.Count, ids.Count - fresh.Count), answer);
            }

            if (answer.Status == AppendStatus.Stored || _failed == LogStep.Committed)
            {
                _stored.AddRange(fresh);
                _duplicates += ids.Count - fresh.Count;
                _sent += ids.Count;
            }
            else
            {
                Refuse(RefusalReasons.Of(answer.Status), ids.Count);
            }
        }

        private async Task ReadAsync(EventLog log, int from, int count)
        {
            // What is before the cursor may be trimmed at any moment, and a read of what is not there would wait.
            var first = Math.Max(from, Math.Max(1, _cursor));
            if (log.Next <= first)
            {
                return;
            }

            var entries = await log.ReadAsync(first, count, 1 << 20, TestContext.Current.CancellationToken);
            Assert.InRange(entries.Count, 1, count);
            Assert.Equal(Enumerable.Range(0, entries.Count).Select(number => first + number), entries.Select(static entry => entry.Position));
            var seen = Books.Records.Where(record => record.Position >= first && record.Position < first + entries.Count);
            Assert.Equal(seen.Select(static record => record.Event.MessageId), entries.OfType<LogRecord>().Select(static record => record.Event.MessageId));
        }

        private void Refuse(string reason, int count)
        {
            if (count > 0)
            {
                _sent += count;
                _refused[reason] = _refused.GetValueOrDefault(reason) + count;
            }
        }

        private void FailOnce(LogStep at, int error) => folder.Hook = step =>
        {
            if (step == at)
            {
                folder.Hook = null;
                _failed = step;
                throw new SqliteException("as a test wants it", error);
            }
        };
    }
}
