using System.Text;
using Gatehouse.Conditions;

namespace Gatehouse.Delivery.Rules;

/// <summary>Whether the page switched the destination off for an event.</summary>
/// <param name="name">The destination's name in <c>integrations</c>; case-sensitive.</param>
internal sealed class IntegrationRule(string name)
{
    private readonly byte[] _name = Encoding.UTF8.GetBytes(name);

    /// <summary>Whether the event may go. What is said of the destination goes before what is said of all; only <c>false</c> is off.</summary>
    /// <param name="integrations">JSON of the event's <c>integrations</c>.</param>
    public bool Allows(ReadOnlySpan<byte> integrations)
    {
        var said = FactJson.Find(integrations, _name);
        if (said.IsEmpty || said.SequenceEqual("null"u8))
        {
            said = FactJson.Find(integrations, "All"u8);
        }

        return !said.SequenceEqual("false"u8);
    }
}
