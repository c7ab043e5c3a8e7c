using System.Buffers;

namespace Gatehouse.Html.Selectors.Matching;

/// <summary>The words of a value: what stands between ASCII white space.</summary>
internal ref struct Words(ReadOnlySpan<byte> value)
{
    private static readonly SearchValues<byte> Space = SearchValues.Create("\t\n\f\r "u8);

    private ReadOnlySpan<byte> _rest = value;

    public ReadOnlySpan<byte> Current { get; private set; }

    public readonly Words GetEnumerator() => this;

    public bool MoveNext()
    {
        var start = _rest.IndexOfAnyExcept(Space);
        if (start < 0)
        {
            return false;
        }

        _rest = _rest[start..];
        var length = _rest.IndexOfAny(Space);
        Current = length < 0 ? _rest : _rest[..length];
        _rest = _rest[Current.Length..];
        return true;
    }
}
