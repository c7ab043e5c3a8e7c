using System.Text;

namespace Gatehouse.Html.Selectors.Syntax;

/// <content>Attribute selectors (Selectors 4, 6).</content>
internal sealed partial class SelectorParser
{
    private SimpleSelector? ParseAttribute()
    {
        _position++;
        SkipSpace();
        if (!CssText.StartsIdentifier(_text, _position))
        {
            return Here is '*' or '|'
                ? Unsupported<SimpleSelector>(_position, 1, "attributes are found by their names as written, not by namespace")
                : Unexpected<SimpleSelector>("the name of an attribute is expected");
        }

        var start = _position;
        var name = ReadIdentifier();
        if (Here == '|' && CssText.At(_text, _position + 1) != '=')
        {
            return Unsupported<SimpleSelector>(start, _position + 1 - start, "there is no way to declare a namespace");
        }

        SkipSpace();
        if (TryTake(']'))
        {
            return new SimpleSelector.Attribute(name, AttributeOperator.Exists, "", CaseRule.Sensitive);
        }

        if (TakeOperator() is not { } found)
        {
            return Unexpected<SimpleSelector>("one of = ~= |= ^= $= *= or ']' is expected");
        }

        SkipSpace();
        return ParseValue() is { } value ? ParseFlag(name, found, value) : null;
    }

    private AttributeOperator? TakeOperator()
    {
        AttributeOperator? found = Here switch
        {
            '=' => AttributeOperator.Equals,
            '~' => AttributeOperator.HasWord,
            '|' => AttributeOperator.HasLanguage,
            '^' => AttributeOperator.StartsWith,
            '$' => AttributeOperator.EndsWith,
            '*' => AttributeOperator.Contains,
            _ => null,
        };
        if (found is null || (found != AttributeOperator.Equals && CssText.At(_text, _position + 1) != '='))
        {
            return null;
        }

        _position += found == AttributeOperator.Equals ? 1 : 2;
        return found;
    }

    private string? ParseValue() =>
        Here is '"' or '\'' ? ParseString()
        : CssText.StartsIdentifier(_text, _position) ? ReadIdentifier()
        : Unexpected<string>("a value that does not begin as an identifier needs quotes");

    private string? ParseString()
    {
        var start = _position;
        var quote = _text[_position++];
        var value = new StringBuilder();
        while (!IsAtEnd && !CssText.IsNewLine(Here))
        {
            if (TryTake(quote))
            {
                return value.ToString();
            }

            if (CssText.StartsEscape(_text, _position))
            {
                value.Append(CssText.ReadEscape(_text, ref _position));
            }
            else if (Here != '\\')
            {
                value.Append(CssText.ReadCharacter(_text, ref _position));
            }
            else if (++_position < _text.Length)
            {
                _position = CssText.SkipNewLine(_text, _position);
            }
        }

        return Refuse<string>(SelectorRefusal.Malformed, start, _position - start, "the string is not closed");
    }

    private SimpleSelector? ParseFlag(string name, AttributeOperator found, string value)
    {
        SkipSpace();
        var rule = CaseInsensitiveValues.Contains(name) ? CaseRule.InsensitiveInHtml : CaseRule.Sensitive;
        if (CssText.StartsIdentifier(_text, _position))
        {
            var start = _position;
            switch (ReadIdentifier())
            {
                case "i" or "I":
                    rule = CaseRule.Insensitive;
                    break;
                case "s" or "S":
                    rule = CaseRule.Sensitive;
                    break;
                default:
                    return Refuse<SimpleSelector>(SelectorRefusal.Malformed, start, _position - start, "the only flags are i and s");
            }

            SkipSpace();
        }

        return TryTake(']')
            ? new SimpleSelector.Attribute(name, found, value, rule)
            : Unexpected<SimpleSelector>("']' is expected");
    }
}
