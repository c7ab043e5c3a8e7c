using System.Text;
using Gatehouse.Conditions;

namespace Gatehouse.Delivery.Rules;

/// <summary>What the visitor must have agreed to.</summary>
/// <param name="categories">All of them; none: nothing is needed.</param>
internal sealed class ConsentRule(IReadOnlyList<string> categories)
{
    private readonly byte[][] _categories = [.. categories.Select(Encoding.UTF8.GetBytes)];

    /// <summary>
    /// Whether the event may go. An event without consent comes from a page that does not ask for it: nothing is enforced. One with
    /// consent goes only if each category is true there; what is not mentioned was not given.
    /// </summary>
    /// <param name="context">JSON of the event's context.</param>
    public bool Allows(ReadOnlySpan<byte> context)
    {
        if (_categories.Length == 0)
        {
            return true;
        }

        var consent = FactJson.Find(context, "consent"u8);
        if (consent.IsEmpty || consent.SequenceEqual("null"u8))
        {
            return true;
        }

        var preferences = FactJson.Find(consent, "categoryPreferences"u8);
        foreach (var category in _categories)
        {
            if (!FactJson.Find(preferences, category).SequenceEqual("true"u8))
            {
                return false;
            }
        }

        return true;
    }
}
