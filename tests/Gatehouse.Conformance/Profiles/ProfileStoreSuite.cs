using System.Globalization;
using System.Text;
using Gatehouse.Profiles;

namespace Gatehouse.Conformance.Profiles;

/// <summary>What every profile store promises; see <c>docs/formats/profile.md</c>.</summary>
public abstract class ProfileStoreSuite : IAsyncLifetime
{
    private IProfileStore? _store;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IProfileStore Store => _store!;

    public async ValueTask InitializeAsync() => _store = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await CloseAsync(Store);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_unknown_key_has_version_0_and_no_value()
    {
        var read = await Store.GetAsync(Key("nobody"), Cancel);

        Assert.Equal(StoreOutcome.Done, read.Outcome);
        Assert.Equal(0, read.Version);
        Assert.True(read.Value.IsEmpty);
    }

    [Fact]
    public async Task What_was_set_is_what_is_got()
    {
        Assert.Equal(new(StoreOutcome.Done, 1), await Store.CompareAndSetAsync(Key("u1"), 0, Bytes("one")));
        Assert.Equal((1, "one"), await GetAsync("u1"));
        Assert.Equal(new(StoreOutcome.Done, 2), await Store.CompareAndSetAsync(Key("u1"), 1, Bytes("two")));
        Assert.Equal((2, "two"), await GetAsync("u1"));
    }

    [Fact]
    public async Task Another_version_than_the_expected_one_is_a_conflict_and_changes_nothing()
    {
        await Store.CompareAndSetAsync(Key("u1"), 0, Bytes("one"));
        await Store.CompareAndSetAsync(Key("u1"), 1, Bytes("two"));

        foreach (var expected in new long[] { 0, 1, 3, long.MaxValue - 1 })
        {
            Assert.Equal(StoreOutcome.Conflict, (await Store.CompareAndSetAsync(Key("u1"), expected, Bytes("no"))).Outcome);
        }

        Assert.Equal(StoreOutcome.Conflict, (await Store.CompareAndSetAsync(Key("nobody"), 1, Bytes("no"))).Outcome);
        Assert.Equal((2, "two"), await GetAsync("u1"));
        Assert.Equal((0, ""), await GetAsync("nobody"));
    }

    [Fact]
    public async Task An_empty_value_deletes_and_the_next_one_begins_anew()
    {
        await Store.CompareAndSetAsync(Key("u1"), 0, Bytes("one"));
        await Store.CompareAndSetAsync(Key("u1"), 1, Bytes("two"));

        Assert.Equal(StoreOutcome.Conflict, (await Store.CompareAndSetAsync(Key("u1"), 1, default)).Outcome);
        Assert.Equal(StoreOutcome.Conflict, (await Store.CompareAndSetAsync(Key("nobody"), 1, default)).Outcome);
        Assert.Equal(new(StoreOutcome.Done, 0), await Store.CompareAndSetAsync(Key("u1"), 2, default));
        Assert.Equal((0, ""), await GetAsync("u1"));
        Assert.Equal(new(StoreOutcome.Done, 1), await Store.CompareAndSetAsync(Key("u1"), 0, Bytes("three")));
    }

    [Fact]
    public async Task Keys_differ_by_site_kind_case_and_every_character_of_the_id()
    {
        ProfileKey[] keys =
        [
            Key("u1"), Key("U1"), Key("u1 "), Key(" u1"), Key("u1%"), Key("u_"), Key("1"), Key("01"), Key("1.0"), Key("1e0"), Key("null"), Key("'; DROP TABLE profiles; --"),
            Key("é"), Key("e\u0301"), Key("ß"), Key("SS"), Key("😀"), Key("😁"), Key("\uFFFD"), Key("i"), Key("İ"),
            Key(new string('x', ProfileKey.LongestId)), Key(new string('x', ProfileKey.LongestId - 1)), Key(new string('語', ProfileKey.LongestId)),
            Key("u1", ProfileKind.Anonymous), Key("u1", site: "other"), Key("u1", site: "Shop"),
        ];
        for (var i = 0; i < keys.Length; i++)
        {
            Assert.Equal(new(StoreOutcome.Done, 1), await Store.CompareAndSetAsync(keys[i], 0, Bytes(i.ToString(CultureInfo.InvariantCulture))));
        }

        for (var i = 0; i < keys.Length; i++)
        {
            var read = await Store.GetAsync(keys[i], Cancel);
            Assert.Equal(i.ToString(CultureInfo.InvariantCulture), Encoding.UTF8.GetString(read.Value.Span));
        }
    }

    [Fact]
    public async Task Values_are_bytes_of_any_kind_and_of_any_size_that_a_profile_may_have()
    {
        var value = new byte[64 * 1024];
        for (var i = 0; i < value.Length; i++)
        {
            value[i] = (byte)(i * 7);
        }

        await Store.CompareAndSetAsync(Key("big"), 0, value);
        await Store.CompareAndSetAsync(Key("part"), 0, value.AsMemory(100, 50));
        await Store.CompareAndSetAsync(Key("begin"), 0, value.AsMemory(0, 50));

        Assert.Equal(value, (await Store.GetAsync(Key("big"), Cancel)).Value.ToArray());
        Assert.Equal(value[100..150], (await Store.GetAsync(Key("part"), Cancel)).Value.ToArray());
        Assert.Equal(value[..50], (await Store.GetAsync(Key("begin"), Cancel)).Value.ToArray());
    }

    [Fact]
    public async Task Of_many_who_expect_the_same_version_one_wins()
    {
        var writes = Enumerable.Range(0, 100).Select(number => Store.CompareAndSetAsync(Key("u1"), 0, Bytes(number.ToString(CultureInfo.InvariantCulture))).AsTask()).ToArray();
        var answers = await Task.WhenAll(writes);

        Assert.Single(answers, static answer => answer.Outcome == StoreOutcome.Done);
        Assert.Equal(99, answers.Count(static answer => answer.Outcome == StoreOutcome.Conflict));
        var winner = Array.FindIndex(answers, static answer => answer.Outcome == StoreOutcome.Done);
        Assert.Equal((1, winner.ToString(CultureInfo.InvariantCulture)), await GetAsync("u1"));
    }

    [Fact]
    public async Task Concurrent_increments_lose_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            for (var i = 0; i < 25; i++)
            {
                await IncrementAsync();
            }
        }));

        Assert.Equal((400, "400"), await GetAsync("counter"));
    }

    [Fact]
    public async Task A_reader_that_has_stopped_waiting_is_told_so()
    {
        var read = await Store.GetAsync(Key("u1"), new CancellationToken(canceled: true));

        Assert.Equal(StoreOutcome.Abandoned, read.Outcome);
    }

    [Fact]
    public async Task What_was_set_is_there_when_the_store_is_opened_again()
    {
        await Store.CompareAndSetAsync(Key("u1"), 0, Bytes("one"));
        await Store.CompareAndSetAsync(Key("u1"), 1, Bytes("two"));

        await CloseAsync(Store);
        _store = await OpenAsync();

        Assert.Equal((2, "two"), await GetAsync("u1"));
    }

    internal static ProfileKey Key(string id, ProfileKind kind = ProfileKind.User, string site = "shop")
    {
        Assert.True(ProfileKey.TryCreate(site, kind, id, out var key));
        return key;
    }

    internal static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Opens the store; the second time, the one that was closed.</summary>
    internal abstract ValueTask<IProfileStore> OpenAsync();

    /// <summary>Closes it.</summary>
    internal abstract ValueTask CloseAsync(IProfileStore store);

    private async Task IncrementAsync()
    {
        while (true)
        {
            var (version, text) = await GetAsync("counter");
            var next = text.Length == 0 ? 1 : int.Parse(text, CultureInfo.InvariantCulture) + 1;
            var answer = await Store.CompareAndSetAsync(Key("counter"), version, Bytes(next.ToString(CultureInfo.InvariantCulture)));
            if (answer.Outcome == StoreOutcome.Done)
            {
                return;
            }

            Assert.Equal(StoreOutcome.Conflict, answer.Outcome);
        }
    }

    private async Task<(long Version, string Value)> GetAsync(string id)
    {
        var read = await Store.GetAsync(Key(id), Cancel);
        Assert.Equal(StoreOutcome.Done, read.Outcome);
        return (read.Version, Encoding.UTF8.GetString(read.Value.Span));
    }
}
