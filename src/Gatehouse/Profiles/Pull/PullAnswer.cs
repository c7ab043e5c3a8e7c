namespace Gatehouse.Profiles.Pull;

/// <summary>An answer of the profile API.</summary>
/// <param name="Outcome">What it answered.</param>
/// <param name="Traits">What it knows of the visitor; empty unless found.</param>
/// <param name="RetryAfter">When it wants to be asked again. Null: it did not say.</param>
/// <param name="Dropped">How many traits were too large or badly named to be kept.</param>
internal readonly record struct PullAnswer(PullOutcome Outcome, IReadOnlyList<PulledTrait> Traits, TimeSpan? RetryAfter = null, int Dropped = 0)
{
    /// <summary>Whether it is an answer to the question, and not trouble.</summary>
    public bool IsAnswer => Outcome is PullOutcome.Found or PullOutcome.NotFound;
}
