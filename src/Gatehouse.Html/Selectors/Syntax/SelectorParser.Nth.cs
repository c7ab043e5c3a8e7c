namespace Gatehouse.Html.Selectors.Syntax;

/// <content>The An+B notation (CSS Syntax 3, 6), in letters as they are: nobody escapes an n.</content>
internal sealed partial class SelectorParser
{
    private AnPlusB? ParseAnPlusB()
    {
        if (TryTakeWord("odd"))
        {
            return new AnPlusB(2, 1);
        }

        if (TryTakeWord("even"))
        {
            return new AnPlusB(2, 0);
        }

        var sign = TakeSign();
        var number = TakeDigits();
        if (Here is not ('n' or 'N'))
        {
            return number is { } b && !CssText.IsName(_text, _position) ? new AnPlusB(0, (sign ?? 1) * b) : null;
        }

        _position++;
        var a = (sign ?? 1) * (number ?? 1);
        return ParseB() is { } rest ? new AnPlusB(a, rest) : null;
    }

    /// <summary>What follows the n: a sign and digits with white space around the sign, or nothing.</summary>
    private int? ParseB()
    {
        var behind = _position;
        SkipSpace();
        if (Here is not ('+' or '-'))
        {
            // The space may belong to "of", so it is given back.
            _position = behind;
            return CssText.IsName(_text, _position) ? null : 0;
        }

        var sign = TakeSign()!.Value;
        SkipSpace();
        return TakeDigits() is { } digits && !CssText.IsName(_text, _position) ? sign * digits : null;
    }

    private bool TryTakeWord(string word)
    {
        var end = _position + word.Length;
        if (string.Compare(_text, _position, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) != 0 || CssText.IsName(_text, end))
        {
            return false;
        }

        _position = end;
        return true;
    }

    private int? TakeSign() => TryTake('+') ? 1 : TryTake('-') ? -1 : null;

    /// <summary>Numbers beyond what can be counted are cut to the largest: they match as little.</summary>
    private int? TakeDigits()
    {
        int? value = null;
        while (char.IsAsciiDigit(Here))
        {
            value = (int)Math.Min(((value ?? 0) * 10L) + (_text[_position++] - '0'), int.MaxValue);
        }

        return value;
    }
}
