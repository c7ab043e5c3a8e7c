namespace Gatehouse.Html;

/// <summary>
/// What a handler returns that never returns: there is no value of this type. The overloads that take such handlers are there for
/// <c>element => throw …</c>, which C# would otherwise take for an asynchronous handler.
/// </summary>
public sealed class HtmlNever
{
    private HtmlNever()
    {
    }
}
