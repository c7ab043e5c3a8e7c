namespace Gatehouse.Collect.Collectors;

/// <summary>Where a client may show the write key.</summary>
[Flags]
internal enum KeyPlaces
{
    /// <summary>Nowhere.</summary>
    None = 0,

    /// <summary><c>Authorization: Basic base64(key:)</c>.</summary>
    Basic = 1,

    /// <summary><c>writeKey</c> of the body: of the event, or of the batch's frame.</summary>
    Body = 1 << 1,

    /// <summary><c>?writeKey=</c>.</summary>
    Query = 1 << 2,

    /// <summary><c>X-Write-Key</c>.</summary>
    Header = 1 << 3,

    /// <summary>The key may come as <c>id:secret</c>; then the secret is the key.</summary>
    Pair = 1 << 4,
}
