using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Gatehouse.Html.Tokenizing;

namespace Gatehouse.Html.Selectors.Matching;

/// <summary>Names as selectors compare them: in UTF-8, without regard to the case of ASCII letters.</summary>
internal static class Names
{
    private const ulong CaseBits = 0x2020202020202020;
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    /// <summary>
    /// The same for names that differ in the case of ASCII letters only. A few others are taken together too (the bit of
    /// the case is set in every byte): what counts is compared afterwards.
    /// </summary>
    public static ulong Hash(ReadOnlySpan<byte> name)
    {
        var hash = (ulong)name.Length * Multiplier;
        while (name.Length >= sizeof(ulong))
        {
            hash = Mix(hash ^ (MemoryMarshal.Read<ulong>(name) | CaseBits));
            name = name[sizeof(ulong)..];
        }

        return name.IsEmpty ? hash : Mix(hash ^ (ReadShort(name) | CaseBits));
    }

    public static bool AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        for (var i = 0; i < left.Length; i++)
        {
            if (left[i] != right[i] && Bytes.ToLower(left[i]) != Bytes.ToLower(right[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>With ASCII letters in lower case.</summary>
    public static string Lower(string name) => string.Create(name.Length, name, static (lower, from) =>
    {
        for (var i = 0; i < lower.Length; i++)
        {
            lower[i] = char.IsAsciiLetterUpper(from[i]) ? (char)(from[i] | 0x20) : from[i];
        }
    });

    private static ulong Mix(ulong value)
    {
        var product = Math.BigMul(value, Multiplier, out var low);
        return product ^ low;
    }

    /// <summary>One to seven bytes, by reads that overlap.</summary>
    private static ulong ReadShort(ReadOnlySpan<byte> bytes) => bytes.Length >= sizeof(uint)
        ? BinaryPrimitives.ReadUInt32LittleEndian(bytes)
            | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(bytes[^sizeof(uint)..]) << 32)
        : bytes[0] | ((ulong)bytes[bytes.Length / 2] << 8) | ((ulong)bytes[^1] << 16);
}
