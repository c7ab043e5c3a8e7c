using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Gatehouse.Events;

namespace Gatehouse.Storage.Log;

/// <summary>Turns events into records and back, as <c>docs/formats/log.md</c> says.</summary>
internal static class RecordCodec
{
    /// <summary>The format that is written.</summary>
    public const byte Format = 1;

    private const byte OwnFlag = 1;
    private const int HeadLength = 12;
    private const int ChecksumLength = 4;
    private const int LongestLength = 5;
    private const int Fields = 8;

    /// <summary>Bytes that a record takes at most.</summary>
    public static int MostBytes(string site, ReceivedEvent @event, EdgeFacts facts) =>
        HeadLength + (Fields * LongestLength) + 16 + ChecksumLength + @event.Json.Length
        + (3 * (site.Length + @event.MessageId.Length + (@event.AnonymousId?.Length ?? 0) + (@event.UserId?.Length ?? 0) + (facts.UserAgent?.Length ?? 0)));

    /// <summary>Writes a record, and says how long it is.</summary>
    public static int Write(Span<byte> to, string site, ReceivedEvent @event, EdgeFacts facts, LogDurability durability)
    {
        to[0] = Format;
        to[1] = (byte)(@event.Type + 1);
        to[2] = (byte)durability;
        to[3] = @event.IsOwn ? OwnFlag : (byte)0;
        BinaryPrimitives.WriteInt64LittleEndian(to[4..], facts.ReceivedAt.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks);
        var at = HeadLength;
        WriteText(to, ref at, site);
        WriteText(to, ref at, @event.MessageId);
        WriteText(to, ref at, @event.AnonymousId);
        WriteText(to, ref at, @event.UserId);
        WriteAddress(to, ref at, facts.ClientAddress);
        WriteText(to, ref at, facts.UserAgent);
        WriteLength(to, ref at, 0);
        WriteLength(to, ref at, @event.Json.Length + 1);
        @event.Json.Span.CopyTo(to[at..]);
        at += @event.Json.Length;
        BinaryPrimitives.WriteUInt32LittleEndian(to[at..], Checksum.Of(to[..at]));
        return at + ChecksumLength;
    }

    /// <summary>Reads a record. Null: it is damaged.</summary>
    public static LogRecord? Read(long position, ReadOnlySpan<byte> record)
    {
        if (record.Length < HeadLength + Fields + ChecksumLength || record[0] != Format || !Enum.IsDefined((EventType)(record[1] - 1))
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
        return fields.IsBroken || site is null || messageId is null ? null : new(
            position,
            site,
            new() { Type = (EventType)(record[1] - 1), MessageId = messageId, AnonymousId = anonymousId, UserId = userId, IsOwn = (record[3] & OwnFlag) != 0, Json = json.ToArray() },
            new() { ReceivedAt = DateTimeOffset.UnixEpoch.AddTicks(BinaryPrimitives.ReadInt64LittleEndian(record[4..])), ClientAddress = hasAddress ? new IPAddress(address) : null, UserAgent = userAgent });
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
