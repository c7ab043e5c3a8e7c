using System.Runtime.CompilerServices;

namespace Gatehouse.Html.Tokenizing;

/// <summary>The classes of ASCII bytes that the standard speaks of.</summary>
internal static class Bytes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsLetter(byte value) => (uint)((value | 0x20) - 'a') <= 'z' - 'a';

    /// <summary>Tab, line feed, form feed, carriage return or space.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsSpace(byte value) =>
        value <= ' ' && ((1UL << value) & ((1UL << '\t') | (1UL << '\n') | (1UL << '\f') | (1UL << '\r') | (1UL << ' '))) != 0;

    /// <summary>White space, solidus or greater-than sign: what ends a tag name.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool EndsTagName(byte value) => value <= '>' && (value is (byte)'>' or (byte)'/' || IsSpace(value));

    /// <summary>A letter, digit, hyphen, underscore, colon or full stop: what attribute names are made of, nearly always.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsNameLetter(byte value) => IsLetter(value) || (uint)(value - '-') <= ':' - '-' && value != '/' || value == '_';

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte ToLower(byte value) => (uint)(value - 'A') <= 'Z' - 'A' ? (byte)(value | 0x20) : value;

    public static int CountLeadingSpace(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        while (count < bytes.Length && IsSpace(bytes[count]))
        {
            count++;
        }

        return count;
    }

    public static ReadOnlySpan<byte> TrimSpace(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[CountLeadingSpace(bytes)..];
        while (!bytes.IsEmpty && IsSpace(bytes[^1]))
        {
            bytes = bytes[..^1];
        }

        return bytes;
    }
}
