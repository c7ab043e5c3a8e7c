using Gatehouse.Sites;

namespace Gatehouse.Conditions;

/// <summary>What conditions are asked of.</summary>
internal interface IFacts
{
    /// <summary>Finds a value.</summary>
    /// <param name="subject">Where to look.</param>
    /// <param name="path">What to look for; empty for subjects of one value.</param>
    /// <returns>The value's JSON. Empty: there is none.</returns>
    ReadOnlySpan<byte> Find(ConditionSubject subject, FactPath path);
}
