namespace Gatehouse.Html.Selectors;

/// <summary>Why and where a selector is refused.</summary>
/// <param name="Selector">The whole selector, as given.</param>
/// <param name="Position">Where the part begins, in characters from the start, from zero.</param>
/// <param name="Part">The part that is refused; empty: something is missing there.</param>
/// <param name="Kind">What kind of refusal it is.</param>
/// <param name="Reason">Half a sentence.</param>
internal sealed record SelectorError(string Selector, int Position, string Part, SelectorRefusal Kind, string Reason)
{
    private const int Shown = 100;

    public string Message =>
        $"The selector '{Cut(Selector)}' is {Verdict} at character {Position + 1}{(Part.Length == 0 ? "" : $", '{Cut(Part)}'")}: {Reason}.";

    private string Verdict => Kind switch
    {
        SelectorRefusal.Malformed => "malformed",
        SelectorRefusal.Unsupported => "not supported",
        _ => "too large",
    };

    public override string ToString() => Message;

    private static string Cut(string text) => text.Length <= Shown ? text : string.Concat(text.AsSpan(0, Shown), "…");
}
