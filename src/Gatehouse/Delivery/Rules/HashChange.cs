using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gatehouse.Conditions;

namespace Gatehouse.Delivery.Rules;

/// <summary>Of what is named only hashes go out: of each text and number that it is, or that is in it.</summary>
/// <param name="paths">Paths of members.</param>
/// <param name="salt">What is hashed before each text. Null: nothing.</param>
internal sealed class HashChange(IEnumerable<string> paths, string? salt) : EventChange
{
    private readonly EventPaths _paths = new(paths);

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> json)
    {
        var members = EventMembers.Named(json.Span, _paths);
        if (members.Count == 0)
        {
            return json;
        }

        var source = json.Span;
        var output = new ArrayBufferWriter<byte>(source.Length + 128);
        var from = 0;
        foreach (var member in members)
        {
            var value = source[member.Value..member.End];
            var reader = FactJson.Open(value);
            do
            {
                if (TextOf(ref reader) is { } text)
                {
                    output.Write(source[from..(member.Value + (int)reader.TokenStartIndex)]);
                    from = member.Value + (int)reader.BytesConsumed;
                    Write(output, text);
                }
            }
            while (reader.Read());
        }

        output.Write(source[from..]);
        return output.WrittenMemory;
    }

    /// <summary>The text to be hashed where the reader stands. Null: there is none, or an empty one.</summary>
    private static string? TextOf(ref Utf8JsonReader reader)
    {
        var text = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!.Trim().ToLowerInvariant(),
            JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
            _ => null,
        };
        return string.IsNullOrEmpty(text) ? null : text;
    }

    private void Write(ArrayBufferWriter<byte> output, string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(salt + text), hash);
        var hex = output.GetSpan(2 + (2 * hash.Length));
        hex[0] = (byte)'"';
        Convert.TryToHexStringLower(hash, hex[1..], out var length);
        hex[1 + length] = (byte)'"';
        output.Advance(2 + length);
    }
}
