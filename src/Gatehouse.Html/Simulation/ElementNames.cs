using System.Buffers.Binary;
using System.Text;

namespace Gatehouse.Html.Simulation;

/// <summary>From the bytes of a tag name to its <see cref="ElementName"/>, in any case of letters.</summary>
/// <remarks>An open-addressed table of a quarter's fill: this is asked for every tag of a page.</remarks>
internal static class ElementNames
{
    private const int SlotBits = 9;
    private const ulong CaseBits = 0x2020202020202020;
    private const ulong Spread = 0x9E3779B97F4A7C15;

    private static readonly string[] Texts = [.. Enum.GetNames<ElementName>().Select(Text)];
    private static readonly byte[][] Names = [.. Texts.Select(Encoding.ASCII.GetBytes)];
    private static readonly int Longest = Texts.Max(static name => name.Length);
    private static readonly ElementName[] Slots = Fill();

    public static int Count => Names.Length;

    public static ElementName Of(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || name.Length > Longest)
        {
            return ElementName.Other;
        }

        for (var slot = SlotOf(name); Slots[slot] is var found and not ElementName.Other; slot = Next(slot))
        {
            if (Ascii.EqualsIgnoreCase(name, Names[(int)found]))
            {
                return found;
            }
        }

        return ElementName.Other;
    }

    /// <summary>The name in lower case, or null for <see cref="ElementName.Other"/>.</summary>
    public static string? TextOf(ElementName name) => name == ElementName.Other ? null : Texts[(int)name];

    private static string Text(string name) =>
        name == nameof(ElementName.AnnotationXml) ? "annotation-xml" : name.ToLowerInvariant();

    private static ElementName[] Fill()
    {
        var slots = new ElementName[1 << SlotBits];
        for (var i = 1; i < Names.Length; i++)
        {
            var slot = SlotOf(Names[i]);
            while (slots[slot] != ElementName.Other)
            {
                slot = Next(slot);
            }

            slots[slot] = (ElementName)i;
        }

        return slots;
    }

    private static int Next(int slot) => (slot + 1) & ((1 << SlotBits) - 1);

    /// <summary>Of the first and last bytes, which overlap in a short name, so that no name is read byte by byte.</summary>
    private static int SlotOf(ReadOnlySpan<byte> name)
    {
        var letters = name.Length switch
        {
            >= 8 => (BinaryPrimitives.ReadUInt64LittleEndian(name) | CaseBits)
                ^ ((BinaryPrimitives.ReadUInt64LittleEndian(name[^8..]) | CaseBits) << 1),
            >= 4 => BinaryPrimitives.ReadUInt32LittleEndian(name)
                | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(name[^4..]) << 32),
            >= 2 => (ulong)(name[0] | (name[1] << 8) | (name[^1] << 16)),
            _ => name[0],
        };
        return (int)(((letters | CaseBits) + (ulong)name.Length) * Spread >> (64 - SlotBits));
    }
}
