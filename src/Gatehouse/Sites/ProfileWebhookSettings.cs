namespace Gatehouse.Sites;

/// <summary>Who may push profiles: Basic credentials, a signature, or both. At least one is set.</summary>
internal sealed record ProfileWebhookSettings
{
    /// <summary>User of the Basic credentials. Null: Basic is not accepted.</summary>
    public string? Username { get; init; }

    /// <summary>Password of the Basic credentials. A secret.</summary>
    public string? Password { get; init; }

    /// <summary>Shared secret of the signature. Null: signatures are not accepted.</summary>
    public string? Secret { get; init; }
}
