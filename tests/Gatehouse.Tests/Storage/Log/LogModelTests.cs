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
        Read,
        MoveCursor,
        Reopen,
        Fail,
    }

    private static readonly Gen<(Action Action, int From, int Count)[]> Actions =
        Gen.Select(Gen.Int[0, 5].Select(static number => (Action)number), Gen.Int[0, 60], Gen.Int[1, 12]).Array[5, 40];

    [Fact]
    public Task A_log_is_a_list_without_repeats_whatever_happens_to_it() => Actions.SampleAsync(
        static async actions =>
        {
            using var folder = new LogFolder();
            folder.Options = folder.Options with { SegmentRecords = 10 };
            folder.Open();
            var model = new Model(folder);
            foreach (var (action, from, count) in actions)
            {
                await model.DoAsync(action, from, count);
            }

            await model.CheckAsync();
            folder.Reopen();
            await model.CheckAsync();
        },
        iter: 60);

    private sealed class Model(LogFolder folder)
    {
        private readonly List<string> _stored = [];
        private long _cursor;
        private bool _isUncertain;
        private LogStep? _failed;

        public async Task DoAsync(Action action, int from, int count)
        {
            var log = folder.Log!;
            switch (action)
            {
                case Action.Append or Action.AppendMore:
                    await AppendAsync(log, from, count);
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
                    _isUncertain = false;
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
            var log = folder.Log!;
            folder.Hook = null;
            await AppendAsync(log, 1000, 1);
            var records = await log.ReadAllAsync();
            Assert.Equal(_stored.Count + 1, log.Next);
            Assert.True(log.First <= Math.Max(1, _cursor), $"{log.First} is behind the cursor {_cursor}");

            // Trimming may have come in between.
            var first = (int)records[0].Position;
            Assert.True(first <= log.First);
            Assert.Equal(_stored.Skip(first - 1), records.Select(static record => record.Event.MessageId));
            Assert.Equal(Enumerable.Range(first, records.Count).Select(static position => (long)position), records.Select(static record => record.Position));
        }

        private async Task AppendAsync(EventLog log, int from, int count)
        {
            // Every batch has a repeat in it.
            var ids = Enumerable.Range(from, count).Append(from).Select(static number => "m" + number.ToString(CultureInfo.InvariantCulture)).ToList();
            var fresh = ids.Except(_stored).ToList();
            var answer = await log.AppendAsync(LogFolder.Batch([.. ids.Select(static id => LogFolder.Event(id))]), TestContext.Current.CancellationToken);
            if (answer.Status == AppendStatus.Stored)
            {
                Assert.Equal(new(AppendStatus.Stored, fresh.Count, ids.Count - fresh.Count, 0), answer);
                _stored.AddRange(fresh);
                _isUncertain = false;
                Assert.Equal(_stored.Count + 1, log.Next);
            }
            else if (_failed == LogStep.Committed)
            {
                _stored.AddRange(fresh);
                _isUncertain = true;
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

            var records = await log.ReadAsync(first, count, 1 << 20, TestContext.Current.CancellationToken);
            Assert.InRange(records.Count, 1, count);

            Assert.Equal(first, records[0].Position);
            Assert.Equal(_stored.Skip((int)first - 1).Take(records.Count), records.Select(static record => record.Event.MessageId));
            Assert.True(_isUncertain || log.Next == _stored.Count + 1);
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
