namespace Gatehouse.Html.Selectors.Syntax;

/// <content>Pseudo-classes (Selectors 4, 3.5), and the refusal of those that no stream can answer.</content>
internal sealed partial class SelectorParser
{
    private static readonly AnPlusB First = new(0, 1);

    private SimpleSelector? ParsePseudoClass(int nesting)
    {
        var start = _position++;
        var isElement = TryTake(':');
        if (!CssText.StartsIdentifier(_text, _position))
        {
            return Unexpected<SimpleSelector>("the name of a pseudo-class is expected behind ':'");
        }

        var name = ReadIdentifier().ToLowerInvariant();
        var isFunction = TryTake('(');
        if (isElement)
        {
            return Unsupported<SimpleSelector>(start, _position - start, "a pseudo-element is no element of the document");
        }

        return (name, isFunction) switch
        {
            ("root", false) => new SimpleSelector.Root(),
            ("first-child", false) => new SimpleSelector.Nth(First, OfType: false, Of: null),
            ("first-of-type", false) => new SimpleSelector.Nth(First, OfType: true, Of: null),
            ("is" or "where", true) => ParseAny(isNegated: false, nesting),
            ("not", true) => ParseAny(isNegated: true, nesting),
            ("nth-child", true) => ParseNth(ofType: false, nesting),
            ("nth-of-type", true) => ParseNth(ofType: true, nesting),
            ("is" or "where" or "not" or "nth-child" or "nth-of-type", false) =>
                Refuse<SimpleSelector>(SelectorRefusal.Malformed, start, _position - start, "it needs an argument in parentheses"),
            ("root" or "first-child" or "first-of-type", true) =>
                Refuse<SimpleSelector>(SelectorRefusal.Malformed, start, _position - start, "it takes no argument"),
            _ => Unsupported<SimpleSelector>(start, _position - start, RefusedPseudoClass.Reason(name)),
        };
    }

    private SimpleSelector? ParseAny(bool isNegated, int nesting) =>
        ParseList(nesting + 1) is not { } list ? null
        : TryTake(')') ? new SimpleSelector.Any(isNegated, list)
        : Unexpected<SimpleSelector>("')' is expected");

    private SimpleSelector? ParseNth(bool ofType, int nesting)
    {
        SkipSpace();
        if (ParseAnPlusB() is not { } numbers)
        {
            return _error is null ? Unexpected<SimpleSelector>("'odd', 'even' or a pattern like 2n+1 is expected") : null;
        }

        SelectorList? of = null;
        if (SkipSpace() && !ofType && TryTakeOf())
        {
            of = ParseList(nesting + 1);
            if (of is null)
            {
                return null;
            }
        }

        return TryTake(')') ? new SimpleSelector.Nth(numbers, ofType, of) : Unexpected<SimpleSelector>("')' is expected");
    }

    private bool TryTakeOf()
    {
        var start = _position;
        if (CssText.StartsIdentifier(_text, _position) && ReadIdentifier().Equals("of", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        _position = start;
        return false;
    }
}
