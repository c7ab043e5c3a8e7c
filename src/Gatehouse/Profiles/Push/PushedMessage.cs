namespace Gatehouse.Profiles.Push;

/// <summary>One message of a push as it was understood.</summary>
/// <param name="Key">Whose profile it is about.</param>
/// <param name="Message">What it says. Null: a message that profiles are not made of, which is ignored.</param>
/// <param name="Fault">Why it is refused. Null: it is not.</param>
internal readonly record struct PushedMessage(ProfileKey Key, ProfileMessage? Message, string? Fault)
{
    /// <summary>A message that says nothing of a visitor's traits.</summary>
    public static PushedMessage Ignored { get; } = new(default, null, null);

    /// <summary>A message that is refused.</summary>
    public static PushedMessage Refused(string fault) => new(default, null, fault);
}
