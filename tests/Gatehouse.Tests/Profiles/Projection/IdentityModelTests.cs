using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Gatehouse.Conformance.Profiles;
using Gatehouse.Diagnostics;
using Gatehouse.Events;
using Gatehouse.Profiles;
using Gatehouse.Profiles.Projection;
using Gatehouse.Tests.Harness;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Tests.Profiles.Projection;

/// <summary>Visitors, devices, sign-in, sign-out and crashes in any order, against a model that keeps everything in two tables.</summary>
public sealed class IdentityModelTests
{
    private const string Log = "0f6b7a52";

    private static readonly string[] Names = ["x", "y"];

    private static readonly ProfileDefinitions Site = TestDefinitions.Of("""
        { "ComputedTraits": { "n": { "Compute": "count" } }, "Audiences": { "often": { "When": { "Trait": "n", "GreaterOrEqual": 3 } } } }
        """);

    private static readonly Gen<(int Anonymous, int User, int Trait, int Age)> Step =
        Gen.Select(Gen.Int[-1, 2], Gen.Int[-1, 2], Gen.Int[-1, 1], Gen.Int[0, 3]).Where(static step => step.Item1 >= 0 || step.Item2 >= 0);

    [Fact]
    public async Task No_trait_is_lost_or_crosses_users_however_often_the_projection_is_killed() =>
        await Gen.Select(Step.Array[1, 30], Gen.Int[1, 7], Gen.Int[0, 12].Array[0, 8]).SampleAsync(
            static async sample =>
            {
                var (steps, batch, kills) = sample;
                var records = steps.Select(Record).ToList();
                var store = new FaultyProfileStore();
                var log = new MemoryEventLog();
                var kill = new Queue<int>(kills);
                var cursor = 0;
                while (cursor < records.Count)
                {
                    // A new process each time: nothing but the store and the cursor is left.
                    store.FailAfter = kill.TryDequeue(out var operations) ? operations : int.MaxValue;
                    cursor = await RunAsync(store, log, records, cursor, batch);
                }

                store.FailAfter = int.MaxValue;
                Assert.Equal(Model(steps), await ShowAsync(store));

                // The same log gives the same profiles and the same events of audiences, each once, without any kill and in other batches.
                var calm = new FaultyProfileStore();
                var calmLog = new MemoryEventLog();
                await RunAsync(calm, calmLog, records, 0, 1);
                Assert.Equal(await ShowAsync(calm), await ShowAsync(store));
                Assert.Equal(await AudienceEventsAsync(calmLog), await AudienceEventsAsync(log));
            },
            iter: 400);

    [Fact]
    public async Task What_moves_twice_within_a_batch_is_not_lost_by_a_kill_in_between()
    {
        (int, int, int, int)[] steps = [(0, -1, -1, 0), (0, 0, -1, 0), (0, -1, -1, 0), (0, 0, -1, 0)];
        var records = steps.Select(Record).ToList();
        for (var kill = 0; kill < 8; kill++)
        {
            var store = new FaultyProfileStore { FailAfter = kill };
            var log = new MemoryEventLog();
            if (await RunAsync(store, log, records, 0, 4) == 0)
            {
                store.FailAfter = int.MaxValue;
                await RunAsync(store, log, records, 0, 4);
            }

            Assert.Equal(Model(steps), await ShowAsync(store));
        }
    }

    private static async Task<int> RunAsync(FaultyProfileStore store, MemoryEventLog log, List<LogRecord> records, int cursor, int batch)
    {
        var projector = new GroupProjector(new()
        {
            Records = new(store, NullLogger<ProfileRecords>.Instance),
            Log = Log,
            Definitions = static (_, _) => Site,
            AudienceEvents = new(log, NoMetrics.Edge, TimeProvider.System),
            Metrics = NoMetrics.Edge,
        });
        while (cursor < records.Count)
        {
            var next = Math.Min(cursor + batch, records.Count);
            foreach (var group in ProjectionGroups.Of(records[cursor..next]))
            {
                if (await projector.ProjectAsync(group) != StoreOutcome.Done)
                {
                    return cursor;
                }
            }

            cursor = next;
        }

        return cursor;
    }

    private static LogRecord Record((int Anonymous, int User, int Trait, int Age) step, int index)
    {
        var receivedAt = DateTimeOffset.UnixEpoch.AddSeconds(index + 10);
        var traits = step.Trait < 0 ? string.Empty : $"\"{Names[step.Trait]}\":{index}";
        var json = string.Create(CultureInfo.InvariantCulture, $$"""{"traits":{{{traits}}},"timestamp":"{{receivedAt.AddSeconds(-step.Age):O}}"}""");
        return new(
            index + 1,
            "shop",
            new()
            {
                Type = EventType.Identify,
                MessageId = "m" + index.ToString(CultureInfo.InvariantCulture),
                AnonymousId = step.Anonymous < 0 ? null : "a" + step.Anonymous.ToString(CultureInfo.InvariantCulture),
                UserId = step.User < 0 ? null : "u" + step.User.ToString(CultureInfo.InvariantCulture),
                Json = Encoding.UTF8.GetBytes(json),
            },
            new() { ReceivedAt = receivedAt });
    }

    private static string Model((int Anonymous, int User, int Trait, int Age)[] steps)
    {
        var profiles = new Dictionary<string, Dictionary<string, (int Time, int Index)>>(StringComparer.Ordinal);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var claimed = new Dictionary<int, int>();
        for (var index = 0; index < steps.Length; index++)
        {
            var (anonymous, user, trait, age) = steps[index];
            var home = Of(user >= 0 ? "u" : "a", user >= 0 ? user : anonymous);
            if (anonymous >= 0 && user >= 0 && claimed.GetValueOrDefault(anonymous, user) == user)
            {
                claimed[anonymous] = user;
                var joining = Of("a", anonymous);
                foreach (var (name, value) in joining)
                {
                    Put(home, name, value);
                }

                joining.Clear();
                counts["u" + user] = counts.GetValueOrDefault("u" + user) + counts.GetValueOrDefault("a" + anonymous);
                counts.Remove("a" + anonymous);
            }

            var who = user >= 0 ? "u" + user : "a" + anonymous;
            counts[who] = counts.GetValueOrDefault(who) + 1;

            if (trait >= 0)
            {
                Put(home, Names[trait], (index - age, index));
            }
        }

        return string.Join("; ", Keys().Select(key => $"{key} {counts.GetValueOrDefault(key)}: " + string.Join(" ", profiles.GetValueOrDefault(key, []).OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => $"{one.Key}={one.Value.Index}"))));

        Dictionary<string, (int Time, int Index)> Of(string kind, int id)
        {
            var key = kind + id.ToString(CultureInfo.InvariantCulture);
            return profiles.TryGetValue(key, out var found) ? found : profiles[key] = new(StringComparer.Ordinal);
        }

        static void Put(Dictionary<string, (int Time, int Index)> profile, string name, (int Time, int Index) value)
        {
            // Receipts differ, so the order of time, then receipt, is total.
            if (!profile.TryGetValue(name, out var known) || value.CompareTo(known) > 0)
            {
                profile[name] = value;
            }
        }
    }

    private static IEnumerable<string> Keys() => Enumerable.Range(0, 3).SelectMany(static id => new[] { $"a{id}", $"u{id}" }).Order(StringComparer.Ordinal);

    private static async Task<string> ShowAsync(FaultyProfileStore store)
    {
        var records = new ProfileRecords(store, NullLogger<ProfileRecords>.Instance);
        var shown = new List<string>();
        foreach (var key in Keys())
        {
            Assert.True(ProfileKey.TryCreate("shop", key[0] == 'u' ? ProfileKind.User : ProfileKind.Anonymous, key, out var profile));
            var read = await records.GetAsync(profile, CancellationToken.None);
            shown.Add($"{key} {Site.ViewOf(read.Profile.Record, 0, out _).Number("n")}: " + string.Join(" ", read.Profile.Record.Traits.OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => $"{one.Key}={one.Value.Value.GetRawText()}")));
        }

        return string.Join("; ", shown);
    }

    private static async Task<string> AudienceEventsAsync(MemoryEventLog log)
    {
        if (log.Next == log.First)
        {
            return string.Empty;
        }

        var events = (await log.ReadAsync(log.First, int.MaxValue, int.MaxValue, CancellationToken.None)).OfType<LogRecord>().ToList();
        Assert.All(events, static record => Assert.True(record.Event.IsOwn));

        // Not when: content that a crash held up on its way counts from the next event on, which may be an earlier one of the batch.
        return string.Join("; ", events.Select(static record => $"{record.Event.UserId}{record.Event.AnonymousId} {JsonNode.Parse(record.Event.Json.Span)!["event"]}").Order(StringComparer.Ordinal));
    }
}
