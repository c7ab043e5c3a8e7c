using System.Globalization;
using System.Text;

namespace Gatehouse.Html.Rewriting;

/// <summary>Writes characters that an encoding does not have as <c>&amp;#8364;</c>, as the Encoding standard's "html" error mode does.</summary>
internal sealed class NumericReferenceFallback : EncoderFallback
{
    public override int MaxCharCount => "&#1114111;".Length;

    public override EncoderFallbackBuffer CreateFallbackBuffer() => new Reference();

    private sealed class Reference : EncoderFallbackBuffer
    {
        private string _text = "";
        private int _at;

        public override int Remaining => _text.Length - _at;

        public override bool Fallback(char charUnknown, int index) => Begin(char.IsSurrogate(charUnknown) ? 0xFFFD : charUnknown);

        public override bool Fallback(char charUnknownHigh, char charUnknownLow, int index) =>
            Begin(char.ConvertToUtf32(charUnknownHigh, charUnknownLow));

        public override char GetNextChar() => _at < _text.Length ? _text[_at++] : '\0';

        public override bool MovePrevious()
        {
            if (_at == 0)
            {
                return false;
            }

            _at--;
            return true;
        }

        private bool Begin(int code)
        {
            _text = string.Create(CultureInfo.InvariantCulture, $"&#{code};");
            _at = 0;
            return true;
        }
    }
}
