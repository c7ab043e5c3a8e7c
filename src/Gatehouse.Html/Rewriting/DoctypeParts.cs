using System.Text;
using Gatehouse.Html.Tokenizing;

namespace Gatehouse.Html.Rewriting;

/// <summary>The name and identifiers of a doctype (13.2.5.53 to 13.2.5.68), and what they mean for tables in paragraphs.</summary>
internal readonly ref struct DoctypeParts
{
    public ReadOnlySpan<byte> Name { get; private init; }

    public ReadOnlySpan<byte> PublicId { get; private init; }

    public ReadOnlySpan<byte> SystemId { get; private init; }

    public bool HasName => !Name.IsEmpty;

    public bool HasPublicId { get; private init; }

    public bool HasSystemId { get; private init; }

    /// <param name="raw">The doctype with its signs; the closing one may be missing at the end of a file.</param>
    public static DoctypeParts Of(ReadOnlySpan<byte> raw)
    {
        var isClosed = raw.EndsWith(">"u8);
        var rest = raw["<!doctype".Length..(raw.Length - (isClosed ? 1 : 0))];
        rest = SkipSpace(rest);
        var name = rest[..LengthOfWord(rest)];
        rest = SkipSpace(rest[name.Length..]);
        if (rest.Length >= 6 && Ascii.EqualsIgnoreCase(rest[..6], "public"u8))
        {
            var hasPublic = TryReadQuoted(rest[6..], out var publicId, out rest);
            var hasSystem = TryReadQuoted(rest, out var systemId, out _);
            return new DoctypeParts
            {
                Name = name, PublicId = publicId, HasPublicId = hasPublic, SystemId = systemId, HasSystemId = hasPublic && hasSystem,
            };
        }

        if (rest.Length >= 6 && Ascii.EqualsIgnoreCase(rest[..6], "system"u8))
        {
            var hasSystem = TryReadQuoted(rest[6..], out var systemId, out _);
            return new DoctypeParts { Name = name, SystemId = systemId, HasSystemId = hasSystem };
        }

        return new DoctypeParts { Name = name };
    }

    private static ReadOnlySpan<byte> SkipSpace(ReadOnlySpan<byte> bytes) => bytes[Bytes.CountLeadingSpace(bytes)..];

    private static int LengthOfWord(ReadOnlySpan<byte> bytes)
    {
        var length = 0;
        while (length < bytes.Length && !Bytes.IsSpace(bytes[length]))
        {
            length++;
        }

        return length;
    }

    private static bool TryReadQuoted(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> value, out ReadOnlySpan<byte> rest)
    {
        rest = SkipSpace(bytes);
        value = default;
        if (rest.IsEmpty || rest[0] is not ((byte)'"' or (byte)'\''))
        {
            return false;
        }

        var end = rest[1..].IndexOf(rest[0]);
        value = end < 0 ? rest[1..] : rest.Slice(1, end);
        rest = end < 0 ? default : rest[(end + 2)..];
        return true;
    }
}
