using System.Text.Json;
using Gatehouse.Profiles;
using Gatehouse.Sites;

namespace Gatehouse.Server.Admin;

/// <summary>Where the traits of a profile come from, and since when they are as they are.</summary>
internal sealed class TraitFacts(ProfileRecord record, SiteSettings settings)
{
    /// <summary>The vendor's word for a kind of trait: <c>audience</c>, <c>computed_trait</c>, or <c>custom</c> for what somebody said.</summary>
    public string ClassOf(string name) =>
        settings.Audiences.Any(audience => string.Equals(audience.Name, name, StringComparison.Ordinal)) ? "audience"
        : settings.ComputedTraits.Any(trait => string.Equals(trait.Name, name, StringComparison.Ordinal)) ? "computed_trait"
        : "custom";

    /// <summary>Writes a trait with its source and time.</summary>
    public void Write(Utf8JsonWriter writer, string name, JsonElement value)
    {
        var (source, time) = Of(name);
        writer.WriteStartObject();
        writer.WritePropertyName("value"u8);
        value.WriteTo(writer);
        writer.WriteString("source_id"u8, source);
        if (time is { } at)
        {
            writer.WriteString("updated_at"u8, DateTimeOffset.UnixEpoch.AddTicks(at * TimeSpan.TicksPerMicrosecond));
        }

        writer.WriteEndObject();
    }

    private (string Source, long? Time) Of(string name)
    {
        switch (ClassOf(name))
        {
            case "audience":
                return ("audience", record.Audiences.GetValueOrDefault(name).Since);
            case "computed_trait":
                return ("computed", record.Seen);
        }

        if (record.Traits.TryGetValue(name, out var trait) && !IsPulledNewer(name, trait.Time))
        {
            return (trait.Source == TraitSource.Push ? "push" : "event", trait.Time);
        }

        return ("pull", Pulled(name)?.Time ?? record.Pull?.At);
    }

    private bool IsPulledNewer(string name, long time) => Pulled(name)?.Time > time;

    private PulledTrait? Pulled(string name) => record.Pull?.Traits.FirstOrDefault(pulled => string.Equals(pulled.Name, name, StringComparison.Ordinal));
}
