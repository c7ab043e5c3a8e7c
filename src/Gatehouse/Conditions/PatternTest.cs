using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gatehouse.Sites;

namespace Gatehouse.Conditions;

/// <summary>A text, number, true or false in which a regular expression finds something.</summary>
internal sealed class PatternTest(string pattern) : ValueTest
{
    private const int OnStack = 256;

    private readonly Regex _pattern = new(pattern, TestSettingsReader.Matching);

    /// <inheritdoc/>
    public override bool Holds(ReadOnlySpan<byte> json)
    {
        if (json is [] or [(byte)'{' or (byte)'[' or (byte)'n', ..])
        {
            return false;
        }

        // No text has more characters than its JSON has bytes.
        var rented = json.Length > OnStack ? ArrayPool<char>.Shared.Rent(json.Length) : null;
        var text = rented ?? stackalloc char[OnStack];
        var reader = FactJson.Open(json);
        var length = reader.TokenType == JsonTokenType.String ? reader.CopyString(text) : Encoding.UTF8.GetChars(json, text);
        var holds = _pattern.IsMatch(text[..length]);
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return holds;
    }
}
