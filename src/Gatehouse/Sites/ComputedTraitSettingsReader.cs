using Microsoft.Extensions.Configuration;

namespace Gatehouse.Sites;

/// <summary>Reads what is computed of a site's visitors: traits and audiences.</summary>
internal static class ComputedTraitSettingsReader
{
    private const int LongestName = 256;
    private const int MostTraits = 100;

    private static readonly TimeSpan ShortestWindow = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(90);

    private static readonly (string Prefix, ConditionSubject Subject)[] Places =
        [("properties.", ConditionSubject.Property), ("traits.", ConditionSubject.Trait), ("context.", ConditionSubject.Context)];

    /// <summary>What is read here, as it stands in the configuration.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Texts(SettingsReader site) => site.Everything("ComputedTraits").Concat(site.Everything("Audiences"));

    /// <summary>Reads what was kept of <see cref="Texts"/>. Null: this version cannot.</summary>
    public static (IReadOnlyList<ComputedTraitSettings> Traits, IReadOnlyList<AudienceSettings> Audiences)? ReadKept(IEnumerable<KeyValuePair<string, string>> texts)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(texts.Select(static pair => KeyValuePair.Create("Kept:" + pair.Key, (string?)pair.Value))).Build();
        var errors = new List<SettingsError>();
        var site = new SettingsReader(configuration.GetSection("Kept"), errors);
        var traits = ReadTraits(site);
        var audiences = ReadAudiences(site, traits);
        return errors.Count == 0 ? (traits, audiences) : null;
    }

    /// <summary>Reads computed traits; faults go into the reader.</summary>
    public static ValueList<ComputedTraitSettings> ReadTraits(SettingsReader site)
    {
        var traits = new List<ComputedTraitSettings>();
        foreach (var (name, trait) in site.Sections("ComputedTraits"))
        {
            traits.Add(Trait(name, trait));
            trait.RejectUnknownKeys();
        }

        return Bounded(site, "ComputedTraits", traits);
    }

    /// <summary>Reads audiences; faults go into the reader.</summary>
    public static ValueList<AudienceSettings> ReadAudiences(SettingsReader site, IReadOnlyList<ComputedTraitSettings> traits)
    {
        var audiences = new List<AudienceSettings>();
        var names = site.Sections("Audiences").Select(static audience => audience.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, audience) in site.Sections("Audiences"))
        {
            if (traits.Any(trait => string.Equals(trait.Name, name, StringComparison.Ordinal)))
            {
                audience.Fault(string.Empty, null, "has the name of a computed trait; give one of them another name.");
            }

            var condition = new ConditionSettings();
            if (audience.Section("When") is { } when)
            {
                condition = ConditionSettingsReader.Read(when, ConditionScope.Profile);
                foreach (var other in NamesIn(condition).Where(names.Contains))
                {
                    when.Fault(string.Empty, null, $"asks for the audience {other}; an audience is computed from traits, so repeat that one's condition here.");
                }
            }
            else
            {
                audience.Fault("When", null, "is missing; say who is in it, for example { \"Trait\": \"views_1h\", \"GreaterOrEqual\": 3 }.");
            }

            CheckName(audience, name);
            audiences.Add(new(name, condition));
            audience.RejectUnknownKeys();
        }

        return Bounded(site, "Audiences", audiences);
    }

    private static ComputedTraitSettings Trait(string name, SettingsReader reader)
    {
        CheckName(reader, name);
        if (reader.Text("Compute") is null)
        {
            reader.Fault("Compute", null, "is missing; say how, for example \"count\".");
        }

        var compute = reader.Choice(
            "Compute",
            Computation.Count,
            ("count", Computation.Count),
            ("sum", Computation.Sum),
            ("min", Computation.Min),
            ("max", Computation.Max),
            ("average", Computation.Average),
            ("first", Computation.First),
            ("last", Computation.Last),
            ("last-values", Computation.LastValues),
            ("unique-count", Computation.UniqueCount),
            ("most-frequent", Computation.MostFrequent),
            ("time-since", Computation.TimeSince));
        return new()
        {
            Name = name,
            Compute = compute,
            Of = Of(reader, compute),
            When = reader.Section("When") is { } when ? ConditionSettingsReader.Read(when, ConditionScope.Event) : null,
            Window = Window(reader, compute),
            Most = Most(reader, compute),
        };
    }

    private static (ConditionSubject Subject, string Name)? Of(SettingsReader reader, Computation compute)
    {
        var text = reader.Text("Of");
        if (compute is Computation.Count or Computation.TimeSince)
        {
            if (text is not null)
            {
                reader.Fault("Of", text, "does not go with count and time-since: they look at no value. Use When to say which events count.");
            }

            return null;
        }

        foreach (var (prefix, subject) in Places)
        {
            if (text?.StartsWith(prefix, StringComparison.Ordinal) == true && text.Length > prefix.Length)
            {
                return (subject, text[prefix.Length..]);
            }
        }

        reader.Fault("Of", text, "must say where the value stands: properties., traits. or context. and a name, for example \"properties.total\".");
        return null;
    }

    private static TimeSpan? Window(SettingsReader reader, Computation compute)
    {
        if (reader.Text("Window") is not { } text)
        {
            return null;
        }

        var window = reader.Span("Window", ShortestWindow);
        if (compute is not (Computation.Count or Computation.Sum or Computation.Min or Computation.Max or Computation.Average or Computation.UniqueCount))
        {
            reader.Fault("Window", text, "goes with count, sum, min, max, average and unique-count only; of the others a value is kept, and not when it came.");
        }
        else if (window < ShortestWindow || window > LongestWindow)
        {
            reader.Fault("Window", text, "must be from 1m to 90d.");
        }

        return window;
    }

    private static int Most(SettingsReader reader, Computation compute)
    {
        if (reader.Has("Most") && compute != Computation.LastValues)
        {
            reader.Fault("Most", reader.Text("Most"), "goes with last-values only.");
        }

        return reader.Number("Most", 10, 1, 32);
    }

    private static void CheckName(SettingsReader reader, string name)
    {
        if (name.Length > LongestName)
        {
            reader.Fault(string.Empty, null, $"has a name of more than {LongestName} characters.");
        }
    }

    private static ValueList<T> Bounded<T>(SettingsReader site, string key, List<T> entries)
    {
        if (entries.Count > MostTraits)
        {
            site.Fault(key, null, $"has more than {MostTraits} entries.");
        }

        return [.. entries];
    }

    private static IEnumerable<string> NamesIn(ConditionSettings condition) =>
        (condition.Subject is null ? [] : new[] { condition.Name })
            .Concat((condition.All ?? []).Concat(condition.Any ?? []).SelectMany(NamesIn))
            .Concat(condition.Not is { } not ? NamesIn(not) : []);
}
