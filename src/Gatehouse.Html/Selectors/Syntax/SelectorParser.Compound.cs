namespace Gatehouse.Html.Selectors.Syntax;

/// <content>Compounds: a type, then classes, ids, attributes and pseudo-classes.</content>
internal sealed partial class SelectorParser
{
    private CompoundSelector? ParseCompound(int nesting)
    {
        var conditions = new List<SimpleSelector>();
        var start = _position;
        if (!TryParseType(conditions))
        {
            return null;
        }

        while (!IsAtEnd)
        {
            // A comment between two conditions does not part them.
            while (TrySkipComment())
            {
            }

            var parsed = Here switch
            {
                '.' => ParseClass(),
                '#' => ParseId(),
                '[' => ParseAttribute(),
                ':' => ParsePseudoClass(nesting),
                '&' => Unsupported<SimpleSelector>(_position, 1, "there is no rule around it that it could stand for"),
                _ => null,
            };
            if (parsed is null)
            {
                break;
            }

            conditions.Add(parsed);
        }

        return _error is not null ? null
            : _position == start ? Unexpected<CompoundSelector>("a type, class, id, attribute or pseudo-class is expected here")
            : new CompoundSelector(conditions);
    }

    /// <returns>False: refused.</returns>
    private bool TryParseType(List<SimpleSelector> conditions)
    {
        var start = _position;
        var name = Here == '*' ? null : CssText.StartsIdentifier(_text, _position) ? ReadIdentifier() : "";
        _position += name is null ? 1 : 0;
        if (Here == '|' && CssText.At(_text, _position + 1) is not '|')
        {
            if (name is not null)
            {
                return Unsupported<object>(start, _position + 1 - start, "there is no way to declare a namespace; only '*|' can be used") is not null;
            }

            _position++;
            name = TryTake('*') ? null : CssText.StartsIdentifier(_text, _position) ? ReadIdentifier() : "";
            if (name is "")
            {
                return Unexpected<object>("the name of a type or '*' is expected behind '|'") is not null;
            }
        }

        if (name is { Length: > 0 })
        {
            conditions.Add(new SimpleSelector.Type(name));
        }

        return true;
    }

    private SimpleSelector? ParseClass()
    {
        _position++;
        return CssText.StartsIdentifier(_text, _position)
            ? new SimpleSelector.Attribute("class", AttributeOperator.HasWord, ReadIdentifier(), CaseRule.Sensitive)
            : Unexpected<SimpleSelector>("the name of a class is expected behind '.'");
    }

    private SimpleSelector? ParseId()
    {
        _position++;
        return CssText.StartsIdentifier(_text, _position)
            ? new SimpleSelector.Attribute("id", AttributeOperator.Equals, ReadIdentifier(), CaseRule.Sensitive)
            : Unexpected<SimpleSelector>("an id that begins as an identifier is expected behind '#'");
    }
}
