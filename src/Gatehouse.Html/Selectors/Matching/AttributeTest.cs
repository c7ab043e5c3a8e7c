using System.Text;
using Gatehouse.Html.Selectors.Syntax;
using Gatehouse.Html.Simulation;

namespace Gatehouse.Html.Selectors.Matching;

internal sealed class AttributeTest(SimpleSelector.Attribute attribute) : SelectorTest
{
    private readonly byte[] _name = Encoding.UTF8.GetBytes(attribute.Name);
    private readonly ulong _hash = Names.Hash(Encoding.UTF8.GetBytes(attribute.Name));
    private readonly byte[] _operand = Encoding.UTF8.GetBytes(attribute.Value);
    private readonly AttributeOperator _operator = attribute.Operator;
    private readonly CaseRule _case = attribute.Case;

    /// <summary>An empty operand is the start, end and part of nothing, and no word has white space in it.</summary>
    private readonly bool _isImpossible =
        (attribute.Value.Length == 0 && attribute.Operator >= AttributeOperator.StartsWith)
        || (attribute.Operator == AttributeOperator.HasWord && (attribute.Value.Length == 0 || attribute.Value.Any(CssText.IsSpace)));

    public override bool Matches(in ElementView element)
    {
        if (_isImpossible || !element.Matcher.TryGetAttribute(element, _hash, _name, out var raw))
        {
            return false;
        }

        if (_operator == AttributeOperator.Exists)
        {
            return true;
        }

        var ignoresCase = _case == CaseRule.Insensitive
            || (_case == CaseRule.InsensitiveInHtml && element.Namespace == ElementNamespace.Html);
        return Compare(element.Matcher.Text.Value(raw), ignoresCase);
    }

    private bool Compare(ReadOnlySpan<byte> value, bool ignoresCase) => _operator switch
    {
        AttributeOperator.Equals => AreEqual(value, _operand, ignoresCase),
        AttributeOperator.HasWord => HasWord(value, ignoresCase),
        AttributeOperator.HasLanguage => StartsWith(value, ignoresCase)
            && (value.Length == _operand.Length || value[_operand.Length] == '-'),
        AttributeOperator.StartsWith => StartsWith(value, ignoresCase),
        AttributeOperator.EndsWith => value.Length >= _operand.Length && AreEqual(value[^_operand.Length..], _operand, ignoresCase),
        _ => Contains(value, ignoresCase),
    };

    private bool StartsWith(ReadOnlySpan<byte> value, bool ignoresCase) =>
        value.Length >= _operand.Length && AreEqual(value[.._operand.Length], _operand, ignoresCase);

    private bool Contains(ReadOnlySpan<byte> value, bool ignoresCase)
    {
        if (!ignoresCase)
        {
            return value.IndexOf(_operand) >= 0;
        }

        for (; value.Length >= _operand.Length; value = value[1..])
        {
            if (Names.AreEqual(value[.._operand.Length], _operand))
            {
                return true;
            }
        }

        return false;
    }

    private bool HasWord(ReadOnlySpan<byte> value, bool ignoresCase)
    {
        foreach (var word in new Words(value))
        {
            if (AreEqual(word, _operand, ignoresCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, bool ignoresCase) =>
        ignoresCase ? Names.AreEqual(left, right) : left.SequenceEqual(right);
}
