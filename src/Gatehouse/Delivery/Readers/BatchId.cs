using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Gatehouse.Delivery.Readers;

/// <summary>The name of a batch: the same for the same events, however often they are sent, and another one for others.</summary>
internal static class BatchId
{
    /// <summary>Of one event by its message id; else of the log, the first position, and a digest of all positions: those between may be missing.</summary>
    /// <param name="log">The log.</param>
    /// <param name="events">The events.</param>
    /// <param name="replay">Id of the replay that sends them: who has taken them before is to take them again. Null: none.</param>
    public static string Of(Guid log, IReadOnlyList<DeliveryEvent> events, string? replay)
    {
        var suffix = replay is null ? string.Empty : $"-r{replay}";
        if (events is [var only])
        {
            return only.MessageId + suffix;
        }

        var positions = new byte[events.Count * sizeof(long)];
        for (var i = 0; i < events.Count; i++)
        {
            BinaryPrimitives.WriteInt64BigEndian(positions.AsSpan(i * sizeof(long)), events[i].Position);
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(positions, digest);
        return string.Create(CultureInfo.InvariantCulture, $"{log:N}-{events[0].Position}-{Convert.ToHexStringLower(digest[..8])}{suffix}");
    }
}
