using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Gatehouse.Events;

namespace Gatehouse.Storage.Log;

/// <summary>Turns events and tallies into records and back, as <c>docs/formats/log.md</c> says.</summary>
internal static class RecordCodec
{
    /// <summary>The format that is written.</summary>
    public const byte Format = 1;

    private const byte OwnFlag = 1;
    private const int HeadLength = 12;
    private const int ChecksumLength = 4;
    private const int LongestLength = 5;
    private const int Fields = 8;
    private const byte TallyType = 7;

    /// <summary>Bytes that a record takes at most.</summary>
    public static int MostBytes(string site, ReceivedEvent @event, EdgeFacts facts) =>
        HeadLength + (Fields * LongestLength) + 16 + ChecksumLength + @event.Json.Length
        + (3 * (site.Length + @event.MessageId.Length + (@event.AnonymousId?.Length ?? 0) + (@event.UserId?.Length ?? 0) + (facts.UserAgent?.Length ?? 0)));

    /// <summary>Writes a record, and says how long it is.</summary>
    public static int Write(Span<byte> to, string site, ReceivedEvent @event, EdgeFacts facts, LogDurability durability)
    {
        var at = WriteHead(to, (byte)(@event.Type + 1), durability, facts.ReceivedAt, @event.IsOwn ? OwnFlag : (byte)0);
        WriteText(to, ref at, site);
        WriteText(to, ref at, @event.MessageId);
        WriteText(to, ref at, @event.AnonymousId);
        WriteText(to, ref at, @event.UserId);
        WriteAddress(to, ref at, facts.ClientAddress);
        WriteText(to, ref at, facts.UserAgent);
        WriteLength(to, ref at, 0);
        return WriteEnd(to, at, @event.Json.Span);
    }

    /// <summary>Writes a tally's record.</summary>
    public static ReadOnlySpan<byte> Write(string site, Tally tally, DateTimeOffset now, LogDurability durability)
    {
        var json = TallyJson.Write(tally);
        var to = new byte[HeadLength + (Fields * LongestLength) + ChecksumLength + (3 * site.Length) + json.Length];
        var at = WriteHead(to, TallyType, durability, now);
        WriteText(to, ref at, site);
        to.AsSpan(at, Fields - 2).Clear();
        return to.AsSpan(0, WriteEnd(to, at + Fields - 2, json));
    }

    /// <summary>Reads a record. Null: it is damaged.</summary>
    public static LogEntry? Read(long position, ReadOnlySpan<byte> record)
    {
        if (record.Length < HeadLength + Fields + ChecksumLength || record[0] != Format || (record[1] != TallyType && !Enum.IsDefined((EventType)(record[1] - 1)))
            || BinaryPrimitives.ReadUInt32LittleEndian(record[^ChecksumLength..]) != Checksum.Of(record[..^ChecksumLength]))
        {
            return null;
        }

        var fields = new FieldReader(record[HeadLength..^ChecksumLength]);
        var site = fields.Text();
        var messageId = fields.Text();
        var anonymousId = fields.Text();
        var userId = fields.Text();
        var hasAddress = fields.Next(out var address);
        var userAgent = fields.Text();
        fields.Next(out _);
        fields.Next(out var json);
        if (fields.IsBroken || site is null)
        {
            return null;
        }

        var at = DateTimeOffset.UnixEpoch.AddTicks(BinaryPrimitives.ReadInt64LittleEndian(record[4..]));
        return record[1] == TallyType ? TallyJson.Read(position, site, at, json)
            : messageId is null ? null
            : new LogRecord(
                position,
                site,
                new() { Type = (EventType)(record[1] - 1), MessageId = messageId, AnonymousId = anonymousId, UserId = userId, IsOwn = (record[3] & OwnFlag) != 0, Json = json.ToArray() },
                new() { ReceivedAt = at, ClientAddress = hasAddress ? new IPAddress(address) : null, UserAgent = userAgent });
    }

    private static int WriteHead(Span<byte> to, byte type, LogDurability durability, DateTimeOffset at, byte flags = 0)
    {
        to[0] = Format;
        to[1] = type;
        to[2] = (byte)durability;
        to[3] = flags;
        BinaryPrimitives.WriteInt64LittleEndian(to[4..], at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks);
        return HeadLength;
    }

    private static int WriteEnd(Span<byte> to, int at, ReadOnlySpan<byte> json)
    {
        WriteLength(to, ref at, json.Length + 1);
        json.CopyTo(to[at..]);
        at += json.Length;
        BinaryPrimitives.WriteUInt32LittleEndian(to[at..], Checksum.Of(to[..at]));
        return at + ChecksumLength;
    }

    private static void WriteText(Span<byte> to, ref int at, string? text)
    {
        if (text is null)
        {
            WriteLength(to, ref at, 0);
            return;
        }

        WriteLength(to, ref at, Encoding.UTF8.GetByteCount(text) + 1);
        at += Encoding.UTF8.GetBytes(text, to[at..]);
    }

    private static void WriteAddress(Span<byte> to, ref int at, IPAddress? address)
    {
        var length = address is null ? 0 : address.AddressFamily == AddressFamily.InterNetwork ? 4 : 16;
        WriteLength(to, ref at, address is null ? 0 : length + 1);
        if (address?.TryWriteBytes(to[at..], out var written) == true)
        {
            at += written;
        }
    }

    private static void WriteLength(Span<byte> to, ref int at, int lengthPlusOne)
    {
        var left = (uint)lengthPlusOne;
        for (; left >= 0x80; left >>= 7)
        {
            to[at++] = (byte)(left | 0x80);
        }

        to[at++] = (byte)left;
    }

    private ref struct FieldReader(ReadOnlySpan<byte> left)
    {
        private ReadOnlySpan<byte> _left = left;

        public bool IsBroken { get; private set; }

        public string? Text() => Next(out var bytes) ? Encoding.UTF8.GetString(bytes) : null;

        /// <summary>Takes a field. False: it is null, or the record ends before it.</summary>
        public bool Next(out ReadOnlySpan<byte> bytes)
        {
            var length = Length() - 1;
            bytes = default;
            if (length > _left.Length)
            {
                IsBroken = true;
            }

            if (IsBroken || length < 0)
            {
                return false;
            }

            bytes = _left[..length];
            _left = _left[length..];
            return true;
        }

        private int Length()
        {
            var value = 0;
            for (var shift = 0; shift < 28 && !_left.IsEmpty; shift += 7)
            {
                var part = _left[0];
                _left = _left[1..];
                value |= (part & 0x7F) << shift;
                if (part < 0x80)
                {
                    return value;
                }
            }

            IsBroken = true;
            return 0;
        }
    }
}
