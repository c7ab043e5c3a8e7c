using System.Text;

namespace Gatehouse.Html.Selectors.Syntax;

/// <summary>
/// The grammar of Selectors 4 (18), read from the characters with the tokens of CSS Syntax 3. Lists are not forgiving,
/// and nothing is closed by the end of the text: what is not understood is refused.
/// </summary>
internal sealed partial class SelectorParser
{
    private readonly string _text;
    private int _position;
    private SelectorError? _error;

    private SelectorParser(string text) => _text = text;

    private char Here => CssText.At(_text, _position);

    private bool IsAtColumns => Here == '|' && CssText.At(_text, _position + 1) == '|';

    private bool IsAtEnd => _position >= _text.Length;

    /// <returns>The list, or null and why not.</returns>
    public static SelectorList? Parse(string text, out SelectorError? error)
    {
        var parser = new SelectorParser(text);
        var list = parser.ParseWhole();
        error = parser._error;
        return error is null ? list : null;
    }

    private SelectorList? ParseWhole()
    {
        if (_text.Length > SelectorLimits.Length)
        {
            _position = SelectorLimits.Length;
            return TooLarge<SelectorList>($"a selector may have {SelectorLimits.Length} characters");
        }

        var list = ParseList(0);
        return list is null || IsAtEnd ? list : Unexpected<SelectorList>("nothing is open that it could close");
    }

    /// <summary>Ends before a closing parenthesis or at the end.</summary>
    private SelectorList? ParseList(int nesting)
    {
        if (nesting > SelectorLimits.Nesting)
        {
            return TooLarge<SelectorList>($"parentheses may nest {SelectorLimits.Nesting} deep");
        }

        var alternatives = new List<ComplexSelector>();
        do
        {
            if (ParseComplex(nesting) is not { } alternative)
            {
                return null;
            }

            alternatives.Add(alternative);
        }
        while (TryTake(','));
        return new SelectorList(alternatives);
    }

    private ComplexSelector? ParseComplex(int nesting)
    {
        var parts = new List<(Combinator, CompoundSelector)>();
        var combinator = Combinator.None;
        SkipSpace();
        while (true)
        {
            if (ParseCompound(nesting) is not { } compound)
            {
                return null;
            }

            parts.Add((combinator, compound));
            var hasSpace = SkipSpace();
            if (IsAtEnd || Here is ',' or ')')
            {
                return new ComplexSelector(parts);
            }

            combinator = TakeCombinator(hasSpace);
            if (combinator == Combinator.None)
            {
                return IsAtColumns
                    ? Unsupported<ComplexSelector>(_position, 2, "HTML has no columns that a stream could know")
                    : Unexpected<ComplexSelector>("it cannot follow what stands before it");
            }
        }
    }

    private Combinator TakeCombinator(bool hasSpace)
    {
        var found = Here switch
        {
            '>' => Combinator.Child,
            '+' => Combinator.NextSibling,
            '~' => Combinator.LaterSibling,
            '|' when IsAtColumns => Combinator.None,
            _ => hasSpace ? Combinator.Descendant : Combinator.None,
        };
        if (found is Combinator.Child or Combinator.NextSibling or Combinator.LaterSibling)
        {
            _position++;
            SkipSpace();
        }

        return found;
    }

    private bool TryTake(char value)
    {
        if (Here != value || IsAtEnd)
        {
            return false;
        }

        _position++;
        return true;
    }

    /// <summary>Skips white space and comments. Returns whether there was white space: a comment alone separates nothing.</summary>
    private bool SkipSpace()
    {
        var hasSpace = false;
        while (true)
        {
            if (!IsAtEnd && CssText.IsSpace(Here))
            {
                hasSpace = true;
                _position++;
            }
            else if (!TrySkipComment())
            {
                return hasSpace;
            }
        }
    }

    /// <remarks>The standard lets the end of the text close a comment. So does this: it says nothing either way.</remarks>
    private bool TrySkipComment()
    {
        if (Here != '/' || CssText.At(_text, _position + 1) != '*')
        {
            return false;
        }

        var end = _text.IndexOf("*/", _position + 2, StringComparison.Ordinal);
        _position = end < 0 ? _text.Length : end + 2;
        return true;
    }

    private string ReadIdentifier()
    {
        var name = new StringBuilder();
        while (CssText.IsName(_text, _position))
        {
            name.Append(Here == '\\' ? CssText.ReadEscape(_text, ref _position) : CssText.ReadCharacter(_text, ref _position));
        }

        return name.ToString();
    }
}
