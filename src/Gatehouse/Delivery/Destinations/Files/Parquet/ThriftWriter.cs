using System.Buffers;
using System.Text;

namespace Gatehouse.Delivery.Destinations.Files.Parquet;

/// <summary>Writes Thrift's compact protocol, as much of it as Parquet's metadata needs. Fields of a struct come in ascending order.</summary>
internal sealed class ThriftWriter
{
    // Types of fields and elements.
    private const int True = 1;
    private const int False = 2;
    private const int I32 = 5;
    private const int I64 = 6;
    private const int Binary = 8;
    private const int List = 9;
    private const int Struct = 12;

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly Stack<int> _outer = new();
    private int _last;

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public void Flag(int field, bool value) => Header(field, value ? True : False);

    public void Int32(int field, int value)
    {
        Header(field, I32);
        Element(value);
    }

    public void Int64(int field, long value)
    {
        Header(field, I64);
        Number(Zigzag(value));
    }

    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Header(field, Binary);
        Sized(value);
    }

    public void Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public void BeginStruct(int field)
    {
        Header(field, Struct);
        BeginStruct();
    }

    /// <summary>Begins an element of a list of structs.</summary>
    public void BeginStruct()
    {
        _outer.Push(_last);
        _last = 0;
    }

    /// <summary>Ends a struct; the outermost one was begun of itself.</summary>
    public void EndStruct()
    {
        Byte(0);
        _last = _outer.TryPop(out var last) ? last : 0;
    }

    /// <summary>A struct without fields.</summary>
    public void Empty(int field)
    {
        BeginStruct(field);
        EndStruct();
    }

    public void BeginStructs(int field, int count) => BeginList(field, Struct, count);

    public void Int32s(int field, params ReadOnlySpan<int> values)
    {
        BeginList(field, I32, values.Length);
        foreach (var value in values)
        {
            Element(value);
        }
    }

    public void Texts(int field, params ReadOnlySpan<string> values)
    {
        BeginList(field, Binary, values.Length);
        foreach (var value in values)
        {
            Sized(Encoding.UTF8.GetBytes(value));
        }
    }

    private static ulong Zigzag(long value) => (ulong)((value << 1) ^ (value >> 63));

    private void BeginList(int field, int type, int count)
    {
        Header(field, List);
        if (count < 15)
        {
            Byte((byte)((count << 4) | type));
        }
        else
        {
            Byte((byte)(0xF0 | type));
            Number((ulong)count);
        }
    }

    private void Header(int field, int type)
    {
        // All of Parquet's fields are less than 16 apart.
        Byte((byte)(((field - _last) << 4) | type));
        _last = field;
    }

    private void Element(int value) => Number(Zigzag(value));

    private void Sized(ReadOnlySpan<byte> value)
    {
        Number((ulong)value.Length);
        _bytes.Write(value);
    }

    private void Number(ulong value)
    {
        while (value >= 0x80)
        {
            Byte((byte)(value | 0x80));
            value >>= 7;
        }

        Byte((byte)value);
    }

    private void Byte(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }
}
