namespace Gatehouse.Html.Selectors.Syntax;

/// <content>Refusals: the first one counts, and null is handed up.</content>
internal sealed partial class SelectorParser
{
    private T? Unexpected<T>(string reason)
        where T : class =>
        IsAtEnd
            ? Refuse<T>(SelectorRefusal.Malformed, _text.Length, 0, "something is missing at its end")
            : Refuse<T>(SelectorRefusal.Malformed, _position, LengthHere, reason);

    private T? TooLarge<T>(string reason)
        where T : class => Refuse<T>(SelectorRefusal.TooLarge, _position, 0, reason);

    private T? Unsupported<T>(int position, int length, string reason)
        where T : class => Refuse<T>(SelectorRefusal.Unsupported, position, length, reason);

    private T? Refuse<T>(SelectorRefusal kind, int position, int length, string reason)
        where T : class
    {
        _error ??= new SelectorError(_text, position, _text.Substring(position, length), kind, reason);
        return null;
    }

    private int LengthHere => char.IsHighSurrogate(Here) && char.IsLowSurrogate(CssText.At(_text, _position + 1)) ? 2 : 1;
}
