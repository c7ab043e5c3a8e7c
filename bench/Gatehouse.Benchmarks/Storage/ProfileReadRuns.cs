using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Gatehouse.Profiles;
using Gatehouse.Profiles.Audiences;
using Gatehouse.Profiles.Computed;
using Gatehouse.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Benchmarks.Storage;

/// <summary>Reads of profiles that are not hot, out of many, while others are written.</summary>
internal static class ProfileReadRuns
{
    private const int WritesASecond = 5000;
    private const int WritesAtOnce = 250;
    private const uint Spread = 2654435761;

    // Values that are told apart by nothing but their number.
    private const int Variants = 1000;

    /// <summary>Fills the folder's store with so many profiles, unless one is there, and prints what reading them takes.</summary>
    public static async Task PrintAsync(string folder, int count, int seconds)
    {
        var file = Path.Combine(folder, "profiles.db");
        Directory.CreateDirectory(folder);
        if (!File.Exists(file))
        {
            var filling = Stopwatch.GetTimestamp();
            Fill(folder, file, count);
            await Say($"filled in {Stopwatch.GetElapsedTime(filling).TotalSeconds:N0} s");
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
        await ReadAsync("in their queue", records, count, seconds, isPage: false);
        await stop.CancelAsync();
        await Say($"{await writing:N0} writes/s; RSS {Process.GetCurrentProcess().WorkingSet64 >> 20} MiB");
    }

    /// <summary>Makes the file as the store would have left it, but with the index made at the end and nothing synced in between.</summary>
    private static void Fill(string folder, string file, int count)
    {
        new ProfileDatabase(folder, TimeProvider.System, NullLogger.Instance).Prepare();
        using var connection = SqliteFile.Connect(file, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA temp_store = FILE; PRAGMA cache_size = -262144;");
        var index = SqliteFile.Scalar(connection, "SELECT sql FROM sqlite_schema WHERE name = 'profiles_key'")!;
        SqliteFile.Execute(connection, "DROP INDEX profiles_key; CREATE TEMP TABLE variants (number INTEGER PRIMARY KEY, value BLOB); BEGIN");
        using (var variant = connection.CreateCommand())
        {
            variant.CommandText = "INSERT INTO variants VALUES ($number, $value)";
            for (var number = 0; number < Variants; number++)
            {
                variant.Parameters.Clear();
                variant.Parameters.AddWithValue("$number", number);
                variant.Parameters.AddWithValue("$value", Variant(number));
                variant.ExecuteNonQuery();
            }
        }

        using (var insert = connection.CreateCommand())
        {
            insert.CommandText = $"""
                WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {(count - 1).ToString(CultureInfo.InvariantCulture)})
                INSERT INTO profiles (site, kind, visitor, version, value)
                SELECT 'shop', 2, printf('%08x', (i * {Spread.ToString(CultureInfo.InvariantCulture)}) & 4294967295), 1, value
                FROM n CROSS JOIN variants WHERE number = i % {Variants.ToString(CultureInfo.InvariantCulture)}
                """;
            insert.CommandTimeout = 0;
            insert.ExecuteNonQuery();
            insert.CommandText = "COMMIT; " + index;
            insert.ExecuteNonQuery();
        }

        SqliteFile.Execute(connection, "PRAGMA locking_mode = NORMAL; PRAGMA journal_mode = WAL");
    }

    /// <summary>A profile of ordinary size, 700 to 1,300 bytes: some traits, three computed ones, two audiences.</summary>
    private static byte[] Variant(int number)
    {
        const long time = 1_795_514_400_000_000;
        var traits = new Dictionary<string, StoredTrait>(StringComparer.Ordinal);
        foreach (var (name, json) in new[] { ("plan", "\"gold\""), ("email", $"\"visitor{number}@example.org\""), ("age", "37"), ("createdAt", "\"2026-01-31T12:00:00Z\""), ("note", $"\"{new string('x', number * 600 / Variants)}\"") })
        {
            traits.Add(name, new(JsonElement.Parse(json), TraitSource.Event, time + number, time + number));
        }

        return ProfileCodec.Encode(new()
        {
            Traits = traits,
            Positions = new Dictionary<string, long>(StringComparer.Ordinal) { ["0f6b7a520f6b7a520f6b7a520f6b7a52"] = number },
            Seen = time + number,
            Computed = new Dictionary<string, ComputedEntry>(StringComparer.Ordinal)
            {
                ["views_1h"] = new("8899aabbccddeeff", "[[29925240,3,0,0,0],[29925241,1,0,0,0]]"u8.ToArray()),
                ["spent_30d"] = new("0011223344556677", "[[41562,2,120.5,20.5,100]]"u8.ToArray()),
                ["category"] = new("aabbccddeeff0011", "[[\"tents\",4,0],[\"boots\",2,0]]"u8.ToArray()),
            },
            Audiences = new Dictionary<string, AudienceState>(StringComparer.Ordinal) { ["interested"] = new(true, time), ["valued"] = new(false, time) },
            Changes = [new("interested", true, time, "0f6b7a520f6b7a520f6b7a520f6b7a52", number)],
        }).ToArray();
    }

    /// <summary>One page after the other, each of a visitor drawn from all: hardly any is hot.</summary>
    private static async Task ReadAsync(string name, ProfileRecords records, int count, int seconds, bool isPage = true)
    {
        var random = new Random(11);
        using var deadline = new CancellationTokenSource();
        var times = new List<double>();
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began).TotalSeconds < seconds;)
        {
            var key = KeyOf(random.Next(count));
            var start = Stopwatch.GetTimestamp();
            var read = await records.GetAsync(key, isPage ? deadline.Token : CancellationToken.None);
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
