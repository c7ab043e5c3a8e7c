using System.Text.Json;
using Gatehouse.Events;

namespace Gatehouse.Delivery;

/// <summary>What the edge adds to an event's context. What the sender says stays, even when it says null.</summary>
/// <param name="Ip">The visitor's address. Null: it is not added.</param>
/// <param name="UserAgent">The User-Agent header. Null: it is not added.</param>
/// <param name="IsReplay">Whether <c>replay</c> is set.</param>
internal readonly record struct AddedContext(string? Ip, string? UserAgent, bool IsReplay)
{
    /// <summary>Writes the property <c>context</c>; nothing, if there is nothing to write.</summary>
    /// <param name="writer">Stands in the event.</param>
    /// <param name="context">The sender's. Anything but an object counts as none.</param>
    public void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> context)
    {
        var (ip, userAgent) = (Ip, UserAgent);
        var isObject = context is [(byte)'{', ..];
        if (!isObject && !IsReplay && ip is null && userAgent is null)
        {
            return;
        }

        writer.WriteStartObject("context"u8);
        if (isObject)
        {
            Copy(writer, context, ref ip, ref userAgent);
        }

        if (ip is not null)
        {
            writer.WriteString("ip"u8, ip);
        }

        if (userAgent is not null)
        {
            writer.WriteString("userAgent"u8, userAgent);
        }

        if (IsReplay)
        {
            writer.WriteBoolean("replay"u8, true);
        }

        writer.WriteEndObject();
    }

    private void Copy(Utf8JsonWriter writer, ReadOnlySpan<byte> context, ref string? ip, ref string? userAgent)
    {
        var reader = EventJson.Open(context);
        while (EventJson.NextProperty(ref reader))
        {
            ip = reader.ValueTextEquals("ip"u8) ? null : ip;
            userAgent = reader.ValueTextEquals("userAgent"u8) ? null : userAgent;
            if (IsReplay && reader.ValueTextEquals("replay"u8))
            {
                reader.Read();
                reader.Skip();
            }
            else
            {
                EventJson.CopyProperty(ref reader, context, writer);
            }
        }
    }
}
