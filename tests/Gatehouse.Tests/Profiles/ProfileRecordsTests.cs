using System.Globalization;
using System.Text.Json;
using Gatehouse.Conformance.Profiles;
using Gatehouse.Profiles;
using Gatehouse.Tests.Harness;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Tests.Profiles;

public sealed class ProfileRecordsTests
{
    private readonly MemoryProfileStore _store = new();
    private readonly ProfileRecords _records;
    private readonly ProfileKey _key = ProfileStoreSuite.Key("u1");
    private long _receipt;

    public ProfileRecordsTests() => _records = Records();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_profile_is_read_from_the_store_once()
    {
        await Records().UpdateAsync(_key, Message("a"), ProfileMerge.Push);
        var before = _store.Reads;

        Assert.Equal("a=1", await ShowAsync());
        Assert.Equal("a=1", await ShowAsync());
        Assert.Equal(before + 1, _store.Reads);
    }

    [Fact]
    public async Task A_change_is_seen_at_once()
    {
        Assert.Empty(await ShowAsync());
        await _records.UpdateAsync(_key, Message("a"), ProfileMerge.Push);
        Assert.Equal("a=1", await ShowAsync());
    }

    [Fact]
    public async Task A_change_is_made_again_on_top_of_what_another_node_was_faster_with()
    {
        Assert.Empty(await ShowAsync());
        await Records().UpdateAsync(_key, Message("b"), ProfileMerge.Push);

        Assert.Equal(StoreOutcome.Done, (await _records.UpdateAsync(_key, Message("a"), ProfileMerge.Push)).Outcome);
        Assert.Equal("a=1 b=1", await ShowAsync());
    }

    [Fact]
    public async Task A_change_that_never_gets_through_ends_as_busy()
    {
        _store.Conflicts = 1000;

        Assert.Equal(StoreOutcome.Busy, (await _records.UpdateAsync(_key, Message("a"), ProfileMerge.Push)).Outcome);
        Assert.Equal(968, _store.Conflicts);
        Assert.Empty(await ShowAsync());
    }

    [Fact]
    public async Task Changes_from_two_nodes_at_once_lose_nothing()
    {
        var other = Records();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(number => Task.Run(async () =>
        {
            var update = await (number % 2 == 0 ? _records : other).UpdateAsync(_key, Message("t" + number.ToString(CultureInfo.InvariantCulture)), ProfileMerge.Push);
            Assert.Equal(StoreOutcome.Done, update.Outcome);
        })));

        Assert.Equal(40, (await Records().GetAsync(_key, Cancel)).Profile.Record.Traits.Count);
    }

    [Fact]
    public async Task Trouble_of_the_store_is_passed_on_and_not_remembered()
    {
        foreach (var trouble in new[] { StoreOutcome.Busy, StoreOutcome.Full, StoreOutcome.Failed })
        {
            _store.Trouble = trouble;
            Assert.Equal(trouble, (await _records.GetAsync(_key, Cancel)).Outcome);
            Assert.Equal(trouble, (await _records.UpdateAsync(_key, Message("a"), ProfileMerge.Push)).Outcome);
        }

        _store.Trouble = StoreOutcome.None;
        Assert.Empty(await ShowAsync());
        await _records.UpdateAsync(_key, Message("a"), ProfileMerge.Push);
        Assert.Equal("a=1", await ShowAsync());
    }

    [Fact]
    public async Task A_slow_reader_never_puts_an_older_profile_over_a_newer_one()
    {
        var gate = new TaskCompletionSource();
        _store.ReadGate = gate.Task;
        var slow = _records.GetAsync(_key, Cancel).AsTask();
        _store.ReadGate = Task.CompletedTask;
        await _records.UpdateAsync(_key, Message("a"), ProfileMerge.Push);
        gate.SetResult();

        Assert.Empty((await slow).Profile.Record.Traits);
        Assert.Equal("a=1", await ShowAsync());
    }

    [Fact]
    public async Task A_record_of_a_newer_version_is_neither_used_nor_overwritten()
    {
        var newer = """{"format":3}"""u8.ToArray();
        await _store.CompareAndSetAsync(_key, 0, newer);

        Assert.Equal(StoreOutcome.Unreadable, (await _records.GetAsync(_key, Cancel)).Outcome);
        Assert.Equal(StoreOutcome.Unreadable, (await _records.UpdateAsync(_key, Message("a"), ProfileMerge.Push)).Outcome);
        Assert.Equal(newer, (await _store.GetAsync(_key, Cancel)).Value.ToArray());
    }

    [Fact]
    public async Task No_more_profiles_are_kept_hot_than_the_bound_says()
    {
        ProfileKey KeyOf(int number) => ProfileStoreSuite.Key("u" + number.ToString(CultureInfo.InvariantCulture));
        const int Many = ProfileRecords.MostHot * 2;
        for (var i = 0; i < Many; i++)
        {
            await _records.GetAsync(KeyOf(i), Cancel);
        }

        Assert.InRange(Enumerable.Range(0, Many).Count(number => _records.Hot(KeyOf(number)) is not null), 1, ProfileRecords.MostHot);
    }

    [Fact]
    public async Task Of_large_profiles_fewer_are_kept_hot_and_those_that_are_not_are_read_from_the_store()
    {
        ProfileKey KeyOf(int number) => ProfileStoreSuite.Key("u" + number.ToString(CultureInfo.InvariantCulture));
        var note = JsonElement.Parse($"\"{new string('x', LargeProfiles.Large)}\"");
        const int Many = LargeProfiles.Most * 2;
        for (var i = 0; i < Many; i++)
        {
            await _records.UpdateAsync(KeyOf(i), new ProfileMessage { Traits = [KeyValuePair.Create("note", note)], Receipt = 1 }, ProfileMerge.Push);
        }

        Assert.InRange(Enumerable.Range(0, Many).Count(number => _records.Hot(KeyOf(number)) is not null), 1, LargeProfiles.Most);
        await _records.UpdateAsync(KeyOf(0), Message("a"), ProfileMerge.Push);
        Assert.Equal(["note", "a"], (await _records.GetAsync(KeyOf(0), Cancel)).Profile.Record.Traits.Keys);
        Assert.NotNull(_records.Hot(KeyOf(0)));
    }

    private ProfileRecords Records() => new(_store, NullLogger<ProfileRecords>.Instance);

    private ProfileMessage Message(string trait) => new() { Traits = [KeyValuePair.Create(trait, JsonElement.Parse("1"))], Receipt = Interlocked.Increment(ref _receipt) };

    private async Task<string> ShowAsync() => (await _records.GetAsync(_key, Cancel)).Profile.ViewOf(TestDefinitions.None, 0).Show();
}
