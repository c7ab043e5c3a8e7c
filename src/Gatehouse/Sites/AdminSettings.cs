namespace Gatehouse.Sites;

/// <summary>The admin listener.</summary>
/// <param name="Listen">Its address. Default <c>http://127.0.0.1:8081</c>. Null: no admin listener.</param>
/// <param name="Token">What the admin API asks for. A secret. Null: made at first start.</param>
internal sealed record AdminSettings(Uri? Listen, string? Token);
