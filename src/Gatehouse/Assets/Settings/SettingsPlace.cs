namespace Gatehouse.Assets.Settings;

/// <summary>Where a browser sees the edge.</summary>
/// <param name="Scheme"><c>http</c> or <c>https</c>.</param>
/// <param name="Host">Host and port, well formed.</param>
/// <param name="Prefix">The site's route prefix.</param>
/// <param name="Cdn">Scheme, host and port of the site's CDN, with a slash. Null: none.</param>
internal readonly record struct SettingsPlace(string Scheme, string Host, string Prefix, string? Cdn)
{
    /// <summary>Where events go, without a scheme.</summary>
    public string ApiHost => $"{Host}/{Prefix}/events";

    /// <summary>Where the CDN's paths are found here.</summary>
    public string AssetBase => $"{Scheme}://{Host}/{Prefix}/assets/";

    /// <summary>Whether the scheme is https.</summary>
    public bool IsSecure => Scheme == "https";
}
