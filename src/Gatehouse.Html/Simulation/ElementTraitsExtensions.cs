namespace Gatehouse.Html.Simulation;

internal static class ElementTraitsExtensions
{
    public static bool Has(this ElementTraits traits, ElementTraits one) => (traits & one) != ElementTraits.None;
}
