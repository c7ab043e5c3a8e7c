using System.Text.Json;
using Gatehouse.Sites;

namespace Gatehouse.Conditions;

/// <summary>A number that is greater or less than another, or a date than another.</summary>
internal sealed class OrderTest : ValueTest
{
    private readonly OrderedValue _bound;
    private readonly TestKind _kind;

    public OrderTest(TestKind kind, string bound)
    {
        _kind = kind;
        _ = OrderedValue.TryParse(bound, out _bound);
    }

    /// <inheritdoc/>
    public override bool Holds(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty)
        {
            return false;
        }

        var reader = FactJson.Open(json);
        return (_bound.Date is { } date ? Compare(ref reader, date) : Compare(ref reader, _bound.Number)) is { } order && _kind switch
        {
            TestKind.Greater => order > 0,
            TestKind.GreaterOrEqual => order >= 0,
            TestKind.Less => order < 0,
            _ => order <= 0,
        };
    }

    private static int? Compare(ref Utf8JsonReader reader, double bound) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) ? number.CompareTo(bound) : null;

    private static int? Compare(ref Utf8JsonReader reader, DateTimeOffset bound)
    {
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.Length > OrderedValue.Longest)
        {
            return null;
        }

        Span<char> text = stackalloc char[OrderedValue.Longest];
        return OrderedValue.TryParseDate(text[..reader.CopyString(text)], out var date) ? date.CompareTo(bound) : null;
    }
}
