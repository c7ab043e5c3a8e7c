using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gatehouse.Delivery.Rules;

/// <summary>Name of a member that is written.</summary>
internal sealed class EventName(string name)
{
    /// <summary>The name.</summary>
    public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(name);

    /// <summary>The name with quotation marks and colon.</summary>
    public byte[] Json { get; } = [(byte)'"', .. JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes, (byte)'"', (byte)':'];
}
