using Gatehouse.Html.Tokenizing;

namespace Gatehouse.Html.Simulation;

/// <summary>
/// What the tokenizer must be told by a tree that is not built, for a whole document: which elements hold text, and
/// where a CDATA section may open. Selectors and handlers are to sit on the tokens that pass here.
/// </summary>
internal sealed class DocumentTracker
{
    private readonly ForeignContent _foreign = new();
    private bool _isInText;

    public void Reset()
    {
        _foreign.Reset();
        _isInText = false;
    }

    /// <returns>False: elements nest too deep to go on.</returns>
    public bool Take(in Token token, Tokenizer tokenizer)
    {
        switch (token.Kind)
        {
            case TokenKind.StartTag:
                TakeStartTag(token, tokenizer);
                break;
            case TokenKind.EndTag when _isInText:
                _isInText = false;
                _foreign.CloseText();
                tokenizer.AllowsCdata = _foreign.IsForeign;
                break;
            case TokenKind.EndTag when !_foreign.IsEmpty:
                _foreign.CloseElement(token, ElementNames.Of(token.Value));
                tokenizer.AllowsCdata = _foreign.IsForeign;
                break;
        }

        return !_foreign.IsTooDeep;
    }

    private void TakeStartTag(in Token token, Tokenizer tokenizer)
    {
        var name = ElementNames.Of(token.Value);
        if (_foreign.OpenElement(token, name) && TextContent.Of(name) is var content and not TokenizerState.Data)
        {
            tokenizer.SwitchTo(content, token.Value);
            _isInText = true;
        }

        tokenizer.AllowsCdata = _foreign.IsForeign;
    }
}
