using System.Globalization;
using System.Text;
using CsCheck;
using Gatehouse.Events;
using Gatehouse.Profiles;
using Gatehouse.Tests.Harness;

namespace Gatehouse.Tests.Profiles.Computed;

/// <summary>Computed traits against a model that keeps every event and looks at all of them.</summary>
public sealed class WindowModelTests
{
    private const long Minute = 60_000_000;

    // A sixtieth of an hour.
    private const long Bucket = Minute;

    private const string Definitions = """
        { "ComputedTraits": {
            "count": { "Compute": "count", "When": { "Event": "Buy" }, "Window": "1h" },
            "sum": { "Compute": "sum", "Of": "properties.n", "Window": "1h" },
            "min": { "Compute": "min", "Of": "properties.n", "Window": "1h" },
            "max": { "Compute": "max", "Of": "properties.n", "Window": "1h" },
            "average": { "Compute": "average", "Of": "properties.n", "Window": "1h" },
            "unique": { "Compute": "unique-count", "Of": "properties.n", "Window": "1h" },
            "all": { "Compute": "count" },
            "first": { "Compute": "first", "Of": "properties.n" },
            "last": { "Compute": "last", "Of": "properties.n" },
            "lasts": { "Compute": "last-values", "Of": "properties.n", "Most": 3 },
            "often": { "Compute": "most-frequent", "Of": "properties.n" },
            "since": { "Compute": "time-since" } } }
        """;

    private static readonly ProfileDefinitions Site = TestDefinitions.Of(Definitions);

    // Late events, too: they happened up to 90 minutes before they came.
    private static readonly Gen<(int Wait, int Late, int Number, bool IsBuy)[]> Events =
        Gen.Select(Gen.Int[0, 30], Gen.Int[0, 90], Gen.Int[-2, 3], Gen.Bool).Array[0, 40];

    [Fact]
    public void Computed_traits_are_what_a_look_at_all_events_gives() => Gen.Select(Events, Gen.Int[0, 200]).Sample(
        static (events, later) =>
        {
            var (record, all, now) = Apply(events);
            now += later * Minute;

            Assert.Equal(Model(all, now), Site.ViewOf(record, now, out _).Show());
        },
        iter: 2000);

    [Fact]
    public void Two_halves_joined_are_the_whole() => Gen.Select(Events, Gen.Int[0, 1000]).Sample(
        static (events, seed) =>
        {
            var (whole, _, now) = Apply(events);
            var random = new Random(seed);
            var one = ProfileRecord.Empty;
            var other = ProfileRecord.Empty;
            var time = Minute * 100_000;
            foreach (var step in events)
            {
                time += step.Wait * Minute;
                if (random.Next(2) == 0)
                {
                    one = Add(one, step, time);
                }
                else
                {
                    other = Add(other, step, time);
                }
            }

            Assert.Equal(Site.ViewOf(whole, now, out _).Show(), Site.ViewOf(Site.Join(one, other.Computed), now, out _).Show());
        },
        iter: 1000);

    [Fact]
    public void What_changes_by_time_alone_changes_no_sooner_than_it_says() => Gen.Select(Events, Gen.Int[1, 100]).Sample(
        static (events, part) =>
        {
            var (record, _, now) = Apply(events);
            var view = Site.ViewOf(record, now, out var until).Show();

            Assert.True(until is null || until > now);
            var between = now + ((((until ?? (now + Minute)) - 1 - now) * part) / 100);
            Assert.Equal(view, Site.ViewOf(record, between, out _).Show());
        },
        iter: 1000);

    private static (ProfileRecord Record, List<(long Time, long Receipt, int Number, bool IsBuy)> All, long Now) Apply((int Wait, int Late, int Number, bool IsBuy)[] events)
    {
        var record = ProfileRecord.Empty;
        var all = new List<(long Time, long Receipt, int Number, bool IsBuy)>();
        var now = Minute * 100_000;
        foreach (var step in events)
        {
            now += step.Wait * Minute;
            record = Add(record, step, now);
            all.Add((now - (step.Late * Minute), now, step.Number, step.IsBuy));
        }

        return (record, all, now);
    }

    private static ProfileRecord Add(ProfileRecord record, (int Wait, int Late, int Number, bool IsBuy) step, long now)
    {
        var json = string.Create(CultureInfo.InvariantCulture, $$$"""{"event":"{{{(step.IsBuy ? "Buy" : "Look")}}}","properties":{"n":{{{step.Number}}}}}""");
        var received = new ReceivedEvent { Type = EventType.Track, MessageId = "m", AnonymousId = "a", Json = Encoding.UTF8.GetBytes(json) };
        return Site.Add(record, received, now - (step.Late * Minute), now);
    }

    private static string Model(List<(long Time, long Receipt, int Number, bool IsBuy)> all, long now)
    {
        // What counts is cut to whole buckets: an event counts while its bucket is not more than 60 behind.
        var window = all.Where(one => one.Time / Bucket >= (now / Bucket) - 60).ToList();
        var traits = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["count"] = Show(window.Count(static one => one.IsBuy)),
            ["unique"] = Show(window.Select(static one => one.Number).Distinct().Count()),
            ["all"] = Show(all.Count),
        };
        if (window.Count > 0)
        {
            traits["sum"] = Show(window.Sum(static one => one.Number));
            traits["min"] = Show(window.Min(static one => one.Number));
            traits["max"] = Show(window.Max(static one => one.Number));
            traits["average"] = Show(window.Sum(static one => one.Number) / (double)window.Count);
        }

        if (all.Count > 0)
        {
            var ordered = all.OrderBy(static one => one.Time).ThenBy(static one => one.Receipt).ThenBy(static one => Show(one.Number), StringComparer.Ordinal).ToList();
            traits["first"] = Show(ordered[0].Number);
            traits["last"] = Show(ordered[^1].Number);
            traits["lasts"] = "[" + string.Join(',', Enumerable.Reverse(ordered).Take(3).Select(static one => Show(one.Number))) + "]";
            traits["often"] = all.GroupBy(static one => one.Number).OrderByDescending(static same => same.Count()).ThenBy(static same => Show(same.Key), StringComparer.Ordinal).Select(static same => Show(same.Key)).First();
            traits["since"] = Show((now - ordered[^1].Time) / 1_000_000);
        }

        return string.Join(" ", traits.Select(static trait => $"{trait.Key}={trait.Value}"));
    }

    private static string Show(double value) => double.IsInteger(value) ? ((long)value).ToString(CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture);
}
