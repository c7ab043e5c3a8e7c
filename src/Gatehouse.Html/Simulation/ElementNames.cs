using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Gatehouse.Html.Simulation;

/// <summary>From the bytes of a tag name to its <see cref="ElementName"/>, in any case of letters.</summary>
/// <remarks>
/// This is asked for every tag of a page. A name of up to eight letters is one number, found in an open-addressed table that
/// is a quarter full.
/// </remarks>
internal static class ElementNames
{
    private const int SlotBits = 9;
    private const int Packed = sizeof(ulong);
    private const ulong Spread = 0x9E3779B97F4A7C15;

    private static readonly string[] Texts = [.. Enum.GetNames<ElementName>().Select(Text)];
    private static readonly (byte[] Name, ElementName Id)[] LongNames =
        [.. Texts.Select(static (text, i) => (Encoding.ASCII.GetBytes(text), (ElementName)i)).Where(static entry => entry.Item1.Length > Packed)];

    private static readonly ulong[] Keys = new ulong[1 << SlotBits];
    private static readonly ElementName[] Slots = Fill();

    public static int Count => Texts.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ElementName Of(ReadOnlySpan<byte> name)
    {
        if (name.Length is 0 or > Packed)
        {
            return OfLong(name);
        }

        var key = KeyOf(name);
        var slot = SlotOf(key);
        while (Keys[slot] != key)
        {
            if (Keys[slot] == 0)
            {
                return ElementName.Other;
            }

            slot = Next(slot);
        }

        return Slots[slot];
    }

    /// <summary>The name in lower case, or null for <see cref="ElementName.Other"/>.</summary>
    public static string? TextOf(ElementName name) => name == ElementName.Other ? null : Texts[(int)name];

    private static ElementName OfLong(ReadOnlySpan<byte> name)
    {
        foreach (var (known, id) in LongNames)
        {
            if (known.Length == name.Length && Ascii.EqualsIgnoreCase(name, known))
            {
                return id;
            }
        }

        return ElementName.Other;
    }

    private static string Text(string name) => name switch
    {
        nameof(ElementName.Other) => "",
        nameof(ElementName.AnnotationXml) => "annotation-xml",
        _ => name.ToLowerInvariant(),
    };

    private static ElementName[] Fill()
    {
        var slots = new ElementName[1 << SlotBits];
        for (var i = 1; i < Texts.Length; i++)
        {
            if (Texts[i].Length <= Packed)
            {
                var key = KeyOf(Encoding.ASCII.GetBytes(Texts[i]));
                var slot = SlotOf(key);
                while (Keys[slot] != 0)
                {
                    slot = Next(slot);
                }

                Keys[slot] = key;
                slots[slot] = (ElementName)i;
            }
        }

        return slots;
    }

    private static int SlotOf(ulong key) => (int)(key * Spread >> (64 - SlotBits));

    private static int Next(int slot) => (slot + 1) & ((1 << SlotBits) - 1);

    /// <summary>The bytes in lower case, the first one lowest. The halves overlap in a short name, so that none is read byte by byte.</summary>
    private static ulong KeyOf(ReadOnlySpan<byte> name)
    {
        var length = name.Length;
        var letters = length switch
        {
            Packed => BinaryPrimitives.ReadUInt64LittleEndian(name),
            >= 4 => BinaryPrimitives.ReadUInt32LittleEndian(name)
                | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(name[(length - 4)..]) << ((length - 4) * 8)),
            >= 2 => BinaryPrimitives.ReadUInt16LittleEndian(name) | ((ulong)name[length - 1] << ((length - 1) * 8)),
            _ => name[0],
        };

        // Sets the case bit of the bytes A to Z alone: the eighth bits of "at least A" and "more than Z" differ for them.
        const ulong Ones = 0x0101010101010101;
        var sevenBits = letters & (Ones * 0x7F);
        var isCapital = ((sevenBits + (Ones * (0x80 - 'A'))) ^ (sevenBits + (Ones * (0x7F - 'Z')))) & ~letters & (Ones * 0x80);
        return letters | (isCapital >> 2);
    }
}
