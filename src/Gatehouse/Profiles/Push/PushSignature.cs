using System.Runtime.InteropServices;
using System.Text.Json;

namespace Gatehouse.Profiles.Push;

/// <summary>Checks a signature against all that the vendor may have signed.</summary>
internal static class PushSignature
{
    /// <summary>Null: the signature proves the whole body.</summary>
    public static PushRefusal? Check(PushCredentials credentials, byte[] signature, PushBody body)
    {
        if (credentials.IsSignatureOf(signature, body.Text.Span) || credentials.IsSignatureOf(signature, body.Wire.Span))
        {
            return null;
        }

        // The vendor signs its own text of the message; what came may have been written anew on the way.
        if (!JsonText.IsWellFormed(body.Text.Span))
        {
            return PushRefusal.Unauthorized;
        }

        var root = JsonElement.Parse(body.Text.Span);
        if (root.ValueKind != JsonValueKind.Array)
        {
            return credentials.IsSignatureOf(signature, CompactJson.Of(root)) ? null : PushRefusal.Unauthorized;
        }

        // Of an array, the vendor signs the first message only.
        if (root.GetArrayLength() == 0 || !ProvesFirst(credentials, signature, root[0]))
        {
            return PushRefusal.Unauthorized;
        }

        return root.GetArrayLength() == 1 ? null : PushRefusal.ArrayNeedsBasic;
    }

    private static bool ProvesFirst(PushCredentials credentials, byte[] signature, JsonElement first) =>
        credentials.IsSignatureOf(signature, JsonMarshal.GetRawUtf8Value(first)) || credentials.IsSignatureOf(signature, CompactJson.Of(first));
}
