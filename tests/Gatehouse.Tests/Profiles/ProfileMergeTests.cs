using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using Gatehouse.Profiles;

namespace Gatehouse.Tests.Profiles;

public sealed class ProfileMergeTests
{
    private static readonly Gen<ProfileMessage> GenMessage =
        Gen.Select(Gen.Int[0, 6].Select(static name => "t" + name.ToString(CultureInfo.InvariantCulture)).Array[1, 4], Gen.Int[0, 5], Gen.Long[0, 20], Gen.Long[0, 5], Gen.Int[0, 8])
            .Select(static (names, value, time, receipt, id) => new ProfileMessage
            {
                Traits = [.. names.Distinct(StringComparer.Ordinal).Select(name => KeyValuePair.Create(name, JsonSerializer.SerializeToElement(value)))],
                Time = time == 0 ? null : time,
                Receipt = receipt,
                Fingerprint = id == 0 ? null : (UInt128)id,
            });

    private static readonly Gen<PullRecord> GenPull =
        Gen.Select(Gen.Long[0, 5], Gen.Int[0, 6].Array[0, 4], Gen.Long[0, 20])
            .Select(static (at, names, time) => new PullRecord(at, Found: true,
                [.. names.Distinct().Select(name => new PulledTrait("t" + name.ToString(CultureInfo.InvariantCulture), JsonSerializer.SerializeToElement("pulled at " + at), time == 0 ? null : time))]));

    [Fact]
    public void The_same_messages_give_the_same_traits_in_whatever_order_they_come() =>
        Gen.Select(GenMessage.Array[0, 12], Gen.Int[0, int.MaxValue]).Sample(static (messages, seed) =>
        {
            // What a message id stands for is one message.
            ProfileMessage[] distinct = [.. messages.DistinctBy(static message => message.Fingerprint ?? UInt128.MaxValue)];
            Assert.Equal(Show(Apply(distinct)), Show(Apply(Shuffle(distinct, seed))));
        });

    [Fact]
    public void A_message_that_comes_again_changes_nothing() =>
        Gen.Select(GenMessage.Array[1, 12], Gen.Int[0, 11]).Sample(static (messages, again) =>
        {
            var record = Apply(messages);
            Assert.Same(record, ProfileMerge.Push(record, messages[again % messages.Length]).Record);
        });

    [Fact]
    public void Pushes_and_a_pull_commute() =>
        Gen.Select(GenMessage.Array[0, 8], GenPull, Gen.Int[0, 8]).Sample(static (messages, pull, at) =>
        {
            at = Math.Min(at, messages.Length);
            var between = messages[at..].Aggregate(ProfileMerge.Pull(Apply(messages[..at]), pull).Record, static (record, message) => ProfileMerge.Push(record, message).Record);
            Assert.Equal(Show(ProfileMerge.Pull(Apply(messages), pull).Record), Show(between));
        });

    [Fact]
    public void Of_two_pulls_the_later_one_counts_as_a_whole() =>
        Gen.Select(GenPull, GenPull).Sample(static (one, other) =>
        {
            var either = ProfileMerge.Pull(ProfileMerge.Pull(ProfileRecord.Empty, one).Record, other).Record;
            var swapped = ProfileMerge.Pull(ProfileMerge.Pull(ProfileRecord.Empty, other).Record, one).Record;
            Assert.True(one.At == other.At || Show(either) == Show(swapped));
        });

    [Fact]
    public void Beyond_300_traits_the_oldest_give_way_in_whatever_order_they_come() =>
        Gen.Int[0, int.MaxValue].Sample(static seed =>
        {
            ProfileMessage[] messages = [.. Enumerable.Range(1, 320).Select(static number => Message(number, "t" + number.ToString(CultureInfo.InvariantCulture), "1"))];
            var record = Apply(Shuffle(messages, seed));
            Assert.Equal(300, record.Traits.Count);
            Assert.Equal(21, record.Traits.Values.Min(static trait => trait.Time));
        }, iter: 10);

    [Fact]
    public void Beyond_32_KiB_the_oldest_give_way()
    {
        var record = Apply([.. Enumerable.Range(1, 5).Select(static number => Message(number, "t" + number.ToString(CultureInfo.InvariantCulture), $"\"{new string('x', 10_000)}\""))]);

        Assert.Equal(["t3", "t4", "t5"], record.Traits.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Pulled_traits_give_way_before_pushed_ones()
    {
        var pull = new PullRecord(1, Found: true, [.. Enumerable.Range(0, 300).Select(static number => new PulledTrait("p" + number.ToString(CultureInfo.InvariantCulture), JsonElement.Parse("1"), null))]);
        var record = ProfileMerge.Pull(ProfileRecord.Empty, pull).Record;
        var merged = ProfileMerge.Push(record, Message(1, "a", "1"));

        Assert.Equal(1, merged.Dropped);
        Assert.Equal(299, merged.Record.Pull!.Traits.Count);
        Assert.Equal("p298", merged.Record.Pull.Traits[^1].Name);
        Assert.True(merged.Record.Traits.ContainsKey("a"));
    }

    [Fact]
    public void The_last_32_messages_are_remembered()
    {
        ProfileMessage[] messages = [.. Enumerable.Range(1, 40).Select(static number => Message(number, "a", "1") with { Fingerprint = (UInt128)number })];
        var record = Apply(messages);

        Assert.Equal(Enumerable.Range(9, 32).Select(static number => (UInt128)number), record.Messages);
    }

    [Fact]
    public void To_forget_never_reaches_into_the_future()
    {
        var record = ProfileMerge.Push(Apply([Message(5, "a", "1")]), new() { Forget = true, Time = 1000, Receipt = 10 }).Record;

        Assert.Equal(10, record.Forgotten);
        Assert.True(record.IsForgotten);
        Assert.Same(record, ProfileMerge.Push(record, Message(10, "a", "2")).Record);
        Assert.Equal("2", ProfileMerge.Push(record, Message(11, "a", "2")).Record.Traits["a"].Value.GetRawText());
        Assert.Same(record, ProfileMerge.Pull(record, new(10, Found: true, [])).Record);
    }

    private static ProfileMessage Message(long time, string name, string json) => new() { Traits = [KeyValuePair.Create(name, JsonElement.Parse(json))], Time = time, Receipt = time };

    private static ProfileRecord Apply(ProfileMessage[] messages) => messages.Aggregate(ProfileRecord.Empty, static (record, message) => ProfileMerge.Push(record, message).Record);

    private static ProfileMessage[] Shuffle(ProfileMessage[] messages, int seed) => [.. messages.OrderBy(message => HashCode.Combine(Array.IndexOf(messages, message) * 7919, seed))];

    private static string Show(ProfileRecord record)
    {
        // Of messages, only what they did counts here: which of them are remembered depends on their order.
        var text = new StringBuilder();
        foreach (var (name, trait) in record.Traits.OrderBy(static trait => trait.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}={trait.Value.GetRawText()}@{trait.Time}/{trait.Receipt} ");
        }

        foreach (var (name, value, time) in record.Pull?.Traits ?? [])
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}<{value.GetRawText()}@{time} ");
        }

        return text.ToString();
    }
}
