using System.Diagnostics;
using System.Globalization;
using System.Text;
using Gatehouse.Profiles;
using Gatehouse.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Benchmarks.Storage;

/// <summary>Reads of profiles that are not hot, out of many, while others are written.</summary>
internal static class ProfileReadRuns
{
    private const int WritesASecond = 5000;
    private const int WritesAtOnce = 50;
    private const uint Spread = 2654435761;

    private static readonly string Value =
        $$"""{"format":2,"traits":{"plan":["gold","event",1795514400000000,1795514400120000],"note":["{{new string('x', 900)}}","event",1795514400000000,1795514400120000]},"seen":1795514400120000}""";

    /// <summary>Fills the folder's store with so many profiles, unless one is there, and prints what reading them takes.</summary>
    public static async Task PrintAsync(string folder, int count, int seconds)
    {
        var file = Path.Combine(folder, "profiles.db");
        if (!File.Exists(file))
        {
            Fill(folder, file, count);
        }

        var began = Stopwatch.GetTimestamp();
        using var store = SqliteProfileStore.Open(folder, TimeProvider.System, NullLogger<SqliteProfileStore>.Instance);
        var opened = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        var records = new ProfileRecords(store, NullLogger<ProfileRecords>.Instance);
        await Say($"{count:N0} profiles, {new FileInfo(file).Length / 1e9:N1} GB, opened in {opened:N1} ms");
        await ReadAsync("alone", records, count, seconds);
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(() => WriteAsync(records, count, stop.Token), CancellationToken.None);
        await ReadAsync("beside writes", records, count, seconds);
        await stop.CancelAsync();
        await Say($"{await writing:N0} writes/s; RSS {Process.GetCurrentProcess().WorkingSet64 >> 20} MiB");
    }

    private static void Fill(string folder, string file, int count)
    {
        new ProfileDatabase(folder, TimeProvider.System, NullLogger.Instance).Prepare();
        using var connection = SqliteFile.Connect(file, "PRAGMA synchronous = OFF;");
        using var insert = connection.CreateCommand();
        insert.CommandText = $"""
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {(count - 1).ToString(CultureInfo.InvariantCulture)})
            INSERT INTO profiles (site, kind, visitor, version, value) SELECT 'shop', 2, printf('%08x', (i * {Spread.ToString(CultureInfo.InvariantCulture)}) & 4294967295), 1, $value FROM n
            """;
        insert.CommandTimeout = 0;
        insert.Parameters.Add("$value", SqliteType.Blob).Value = Encoding.UTF8.GetBytes(Value);
        insert.ExecuteNonQuery();
        SqliteFile.Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// <summary>One page after the other, each of a visitor drawn from all: hardly any is hot.</summary>
    private static async Task ReadAsync(string name, ProfileRecords records, int count, int seconds)
    {
        var random = new Random(11);
        var times = new List<double>();
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began).TotalSeconds < seconds;)
        {
            var key = KeyOf(random.Next(count));
            var start = Stopwatch.GetTimestamp();
            var read = await records.GetAsync(key, CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            if (read.Outcome != StoreOutcome.Done || read.Profile.Version == 0)
            {
                throw new InvalidOperationException($"Not read: {read.Outcome}");
            }
        }

        times.Sort();
        await Say($"{name,14}: {times.Count / (double)seconds,8:N0} reads/s, p50 {times[times.Count / 2],7:N0} us, p99 {times[times.Count * 99 / 100],7:N0} us, p99.9 {times[times.Count * 999 / 1000],7:N0} us");
    }

    private static async Task<double> WriteAsync(ProfileRecords records, int count, CancellationToken stop)
    {
        var random = new Random(12);
        var began = Stopwatch.GetTimestamp();
        var done = 0;
        while (!stop.IsCancellationRequested)
        {
            var now = DateTimeOffset.UnixEpoch.Ticks + done;
            var outcomes = await Task.WhenAll(Enumerable.Range(0, WritesAtOnce).Select(_ => records.UpdateAsync(KeyOf(random.Next(count)), now, static (record, seen) => new(record with { Seen = seen }, MergeOutcome.Changed)).AsTask()));
            done += outcomes.Count(static outcome => outcome.Outcome == StoreOutcome.Done);
            var ahead = TimeSpan.FromSeconds((double)done / WritesASecond) - Stopwatch.GetElapsedTime(began);
            if (ahead > TimeSpan.Zero)
            {
                await Task.Delay(ahead, TimeProvider.System, CancellationToken.None);
            }
        }

        return done / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static ProfileKey KeyOf(int number) => ProfileKey.TryCreate("shop", ProfileKind.Anonymous, unchecked((uint)number * Spread).ToString("x8", CultureInfo.InvariantCulture), out var key)
        ? key
        : throw new InvalidOperationException("No key.");

    private static Task Say(FormattableString text) => Console.Out.WriteLineAsync(text.ToString(CultureInfo.InvariantCulture));
}
