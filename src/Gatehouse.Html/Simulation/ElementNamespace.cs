namespace Gatehouse.Html.Simulation;

/// <summary>The namespaces that the HTML parser puts elements into.</summary>
internal enum ElementNamespace : byte
{
    Html,
    Svg,
    MathMl,
}
