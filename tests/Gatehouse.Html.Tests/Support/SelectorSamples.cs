using CsCheck;

namespace Gatehouse.Html.Tests.Support;

/// <summary>Random documents that every parser reads alike, and random selectors over the same few names.</summary>
internal static class SelectorSamples
{
    private const int DeepestTree = 5;

    /// <summary>By the standard the root is a first child too. The parser that is compared with says it is no child.</summary>
    private const string NotRoot = ":is(html *)";

    private static readonly Gen<string> Name = OneOf("div", "section", "x-a", "div", "X-B", "ul", "g");
    private static readonly Gen<string> Word = OneOf("a", "b", "c", "A", "ab", "é");
    private static readonly Gen<string> Space = OneOf(" ", "  ", "\n", "\t", "\f");

    private static readonly Gen<string> AttributeText = Gen.OneOf(
        Gen.Select(Word, Space, Word, static (first, space, second) => $" class=\"{first}{space}{second}\""),
        Word.Select(static word => $" class={word}"),
        Word.Select(static word => $" ID='{word}'"),
        OneOf(" title='fish &amp; chips'", " title=fish", " title=''", " title='&eacute;b'", " lang=en-GB", " lang=en", " type=Text", " type=text", " data-x", " DATA-X=Ab", " class='&#97;&#x20;b'", " id"));

    private static readonly Gen<string> Attributes = AttributeText.Array[0, 3].Select(string.Concat);

    private static readonly Gen<string> Condition = Gen.Frequency(
        (4, Word.Select(static word => "." + word)),
        (2, Word.Select(static word => "#" + word)),
        (3, AttributeCondition()),
        (2, Numbers().Select(static numbers => $":nth-child({numbers}){NotRoot}")),
        (2, Numbers().Select(static numbers => $":nth-of-type({numbers}){NotRoot}")),
        (1, OneOf(":first-child" + NotRoot, ":first-of-type" + NotRoot)));

    private static readonly Gen<string> Combinator = OneOf(" ", " > ", " + ", " ~ ", " ", ">");

    /// <summary>A whole document. Its elements are numbered by the attribute n.</summary>
    public static Gen<string> Documents { get; } = Tree(0).Array[1, 4].Select(static trees =>
    {
        var number = 0;
        var body = string.Concat(string.Concat(trees).Select(character => character == '%' ? $"{number++}" : character.ToString()));
        return $"<!DOCTYPE html><html><head><title>t</title></head><body>{body}</body></html>";
    });

    public static Gen<string> Selectors { get; } = List(Complex(Compound(2), 3), 2);

    private static Gen<string> Tree(int depth) =>
        Gen.Select(Name, Attributes, depth == DeepestTree ? Gen.Const("") : Tree(depth + 1).Array[0, 3].Select(string.Concat), static (name, attributes, content) =>
            $"<{name} n=%{attributes}>{content}</{name}>");

    private static Gen<string> Compound(int nesting) => Gen.Select(
        OneOf("", "*", "div", "DIV", "x-a", "x-b", "section", "body", ""),
        nesting == 0 ? Condition.Array[0, 2] : Gen.Frequency((4, Condition), (1, Functional(nesting))).Array[0, 2],
        static (type, conditions) => type.Length + conditions.Length == 0 ? "*" : type + string.Concat(conditions));

    private static Gen<string> Functional(int nesting) => Gen.Select(
        // The parser that is compared with refuses :not() in :not().
        nesting == 2 ? OneOf(":not", ":is", ":where", ":nth-child") : OneOf(":is", ":where", ":nth-child"),
        Numbers(),
        List(Complex(Compound(nesting - 1), 2), 2),
        static (name, numbers, list) => name == ":nth-child" ? $":nth-child({numbers} of {list}){NotRoot}" : $"{name}({list})");

    private static Gen<string> Complex(Gen<string> compound, int most) =>
        Gen.Select(compound, Gen.Select(Combinator, compound, static (combinator, next) => combinator + next).Array[0, most - 1], static (first, others) => first + string.Concat(others));

    private static Gen<string> List(Gen<string> item, int most) => item.Array[1, most].Select(static items => string.Join(", ", items));

    private static Gen<string> AttributeCondition() => Gen.Select(
        OneOf("class", "ID", "title", "lang", "type", "data-x"),
        OneOf("", "=", "~=", "|=", "^=", "$=", "*="),
        OneOf("a", "ab", "A", "fish & chips", "fish", "h & c", "é", "en", "en-gb", "text", "", "b"),
        OneOf("", " i", " s", ""),
        // By the standard |='' matches an empty value. The parser that is compared with says it matches none.
        static (name, compare, value, flag) => compare == "|=" && value.Length == 0 ? $"[{name}|=en]" : compare.Length == 0 ? $"[{name}]" : $"[{name}{compare}'{value}'{flag}]");

    private static Gen<string> Numbers() => Gen.OneOf(
        OneOf("odd", "even", "n", "-n+2", "2n+1", "3n-1", "-2n+5", "n+2"),
        Gen.Int[0, 4].Select(static number => $"{number}"));

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
