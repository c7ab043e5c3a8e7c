using Gatehouse.Conformance.Profiles;
using Gatehouse.Profiles;
using Gatehouse.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Tests.Storage;

public sealed class SqliteProfileStoreTests : ProfileStoreSuite
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gatehouse-test-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    internal override ValueTask<IProfileStore> OpenAsync() => new(Open());

    internal override ValueTask CloseAsync(IProfileStore store)
    {
        ((SqliteProfileStore)store).Dispose();
        return default;
    }

    [Fact]
    public void A_folder_in_use_is_refused_with_a_message_that_says_so()
    {
        var refusal = Assert.Throws<StorageException>(() => Open());

        Assert.Contains("in use by another process", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(_folder, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_refused_with_a_message_that_says_so()
    {
        var refusal = Assert.Throws<StorageException>(() => Open(Path.Combine("/dev/null", "data")));

        Assert.Contains("cannot be used", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    public async Task A_file_that_is_no_database_is_put_aside_and_an_empty_store_begins(int from)
    {
        using var folder = new Folder();
        await FillAsync(folder.Path, 200);
        var file = Path.Combine(folder.Path, "profiles.db");
        var bytes = await File.ReadAllBytesAsync(file, Cancel);
        bytes.AsSpan(from).Fill(0xA5);
        await File.WriteAllBytesAsync(file, bytes, Cancel);

        using (var store = Open(folder.Path))
        {
            Assert.Equal(0, (await store.GetAsync(Key("u1"), Cancel)).Version);
            Assert.Equal(StoreOutcome.Done, (await store.CompareAndSetAsync(Key("u1"), 0, Bytes("again"))).Outcome);
        }

        var aside = Assert.Single(Directory.GetFiles(folder.Path, "profiles.db.corrupt-*"));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(aside, Cancel));
    }

    [Fact]
    public async Task A_file_that_shows_to_be_broken_later_is_put_aside_at_the_next_start()
    {
        using var folder = new Folder();
        await FillAsync(folder.Path, 2000);
        var file = Path.Combine(folder.Path, "profiles.db");
        var bytes = await File.ReadAllBytesAsync(file, Cancel);

        // What the start looks at lies in the first pages.
        bytes.AsSpan(bytes.Length / 2 / 4096 * 4096).Fill(0xA5);
        await File.WriteAllBytesAsync(file, bytes, Cancel);
        using (var store = Open(folder.Path))
        {
            var outcomes = new HashSet<StoreOutcome>();
            for (var i = 0; i < 2000; i++)
            {
                outcomes.Add((await store.GetAsync(Key("u" + i), Cancel)).Outcome);
            }

            Assert.Contains(StoreOutcome.Failed, outcomes);
        }

        Assert.Empty(Directory.GetFiles(folder.Path, "profiles.db.corrupt-*"));
        using (var store = Open(folder.Path))
        {
            Assert.Equal(new(StoreOutcome.Done), await store.GetAsync(Key("u1"), Cancel));
        }

        Assert.Single(Directory.GetFiles(folder.Path, "profiles.db.corrupt-*"));
        Assert.False(File.Exists(file + ".suspect"));
    }

    [Fact]
    public async Task A_store_of_a_newer_version_is_refused_and_left_alone()
    {
        using var folder = new Folder();
        await FillAsync(folder.Path, 1);
        Run(folder.Path, "PRAGMA user_version = 7");

        var refusal = Assert.Throws<StorageException>(() => Open(folder.Path));

        Assert.Contains("schema 7", refusal.Message, StringComparison.Ordinal);
        Run(folder.Path, "PRAGMA user_version = 1");
        using var store = Open(folder.Path);
        Assert.Equal(1, (await store.GetAsync(Key("u0"), Cancel)).Version);
    }

    [Fact]
    public async Task A_full_disk_is_an_answer_and_the_first_write_after_it_works()
    {
        using var folder = new Folder();

        // SQLite answers a database that may not grow as it answers a disk without space.
        using var store = Open(folder.Path, "PRAGMA max_page_count = 20;");
        var value = new byte[8000];
        var written = 0;
        while ((await store.CompareAndSetAsync(Key("u" + written), 0, value)).Outcome == StoreOutcome.Done)
        {
            written++;
        }

        Assert.InRange(written, 1, 20);
        Assert.Equal(StoreOutcome.Full, (await store.CompareAndSetAsync(Key("more"), 0, value)).Outcome);
        Assert.Equal(1, (await store.GetAsync(Key("u0"), Cancel)).Version);
        Assert.Equal(0, (await store.GetAsync(Key("more"), Cancel)).Version);
        Assert.Equal(new(StoreOutcome.Done, 2), await store.CompareAndSetAsync(Key("u0"), 1, Bytes("small")));
        Assert.Equal(new(StoreOutcome.Done, 1), await store.CompareAndSetAsync(Key("more"), 0, Bytes("small")));
    }

    [Fact]
    public async Task What_waits_when_the_store_is_closed_is_written()
    {
        using var folder = new Folder();
        var store = Open(folder.Path);
        var writes = Enumerable.Range(0, 1000).Select(number => store.CompareAndSetAsync(Key("u" + number), 0, Bytes("x")).AsTask()).ToArray();
        store.Dispose();

        Assert.All(await Task.WhenAll(writes), static answer => Assert.Equal(StoreOutcome.Done, answer.Outcome));
        Assert.Equal(StoreOutcome.Busy, (await store.CompareAndSetAsync(Key("late"), 0, Bytes("x"))).Outcome);
        Assert.Equal(StoreOutcome.Busy, (await store.GetAsync(Key("late"), Cancel)).Outcome);
        using var again = Open(folder.Path);
        Assert.Equal(1, (await again.GetAsync(Key("u999"), Cancel)).Version);
    }

    [Fact]
    public async Task A_copy_of_the_files_as_a_crash_leaves_them_has_every_answered_write()
    {
        using var folder = new Folder();
        using var crashed = new Folder();
        using var store = Open(folder.Path);
        for (var i = 0; i < 50; i++)
        {
            await store.CompareAndSetAsync(Key("u" + i), 0, Bytes("x"));
        }

        foreach (var suffix in new[] { "", "-wal" })
        {
            File.Copy(Path.Combine(folder.Path, "profiles.db" + suffix), Path.Combine(crashed.Path, "profiles.db" + suffix));
        }

        using var again = Open(crashed.Path);
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(1, (await again.GetAsync(Key("u" + i), Cancel)).Version);
        }
    }

    private static async Task FillAsync(string folder, int count)
    {
        using var store = Open(folder);
        await Task.WhenAll(Enumerable.Range(0, count).Select(number => store.CompareAndSetAsync(Key("u" + number), 0, new byte[100]).AsTask()));
    }

    private SqliteProfileStore Open() => Open(_folder);

    private static SqliteProfileStore Open(string folder, string settings = "") => SqliteProfileStore.Open(folder, TimeProvider.System, NullLogger<SqliteProfileStore>.Instance, settings);

    private static void Run(string folder, string text)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "profiles.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is the test's.
        command.CommandText = text;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("gatehouse-test-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
