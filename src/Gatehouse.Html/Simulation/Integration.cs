namespace Gatehouse.Html.Simulation;

/// <summary>Whether HTML may stand inside of a foreign element (13.2.4.2, "integration point").</summary>
internal enum Integration : byte
{
    None,
    Html,
    MathMlText,

    /// <summary>An <c>annotation-xml</c>: only an <c>svg</c> start tag takes HTML's rules in it.</summary>
    Annotation,
}
