using System.Text;
using Gatehouse.Html.Simulation;
using Gatehouse.Html.Tokenizing;

namespace Gatehouse.Html.Rewriting;

/// <summary>Type names, the universal selector, and one attribute.</summary>
internal sealed class SelectorMatcher(string[] selectors)
{
    private readonly (byte[] Name, byte[] Attribute)[] _parts = [.. selectors.Select(static selector =>
    {
        var bracket = selector.IndexOf('[');
        var name = bracket < 0 ? selector : selector[..bracket];
        var attribute = bracket < 0 ? "" : selector[(bracket + 1)..^1];
        return (Encoding.UTF8.GetBytes(name is "*" ? "" : name), Encoding.UTF8.GetBytes(attribute));
    })];

    public bool CanMatch => _parts.Length > 0;

    public bool OpenElement(in Token tag, ElementName name, ElementNamespace space, bool hasContent, Span<ulong> matches)
    {
        matches.Clear();
        var any = false;
        for (var i = 0; i < _parts.Length; i++)
        {
            var (type, attribute) = _parts[i];
            if ((type.Length == 0 || Ascii.EqualsIgnoreCase(type, tag.Value)) && (attribute.Length == 0 || tag.Attributes.TryFind(attribute, out _)))
            {
                matches[i / 64] |= 1UL << (i % 64);
                any = true;
            }
        }

        return any;
    }

    private int _depth;

    public void CloseElement() => _depth--;

    public void Reset() => _depth = 0;
}
