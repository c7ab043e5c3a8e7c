using System.Security.Cryptography;
using System.Text;
using Gatehouse.Sites;

namespace Gatehouse.Server.Admin;

/// <summary>What the admin API asks for: the configured token, else one that is made at the first start and kept in the Data folder.</summary>
internal sealed class AdminToken
{
    private const string FileName = "admin.token";
    private const int Bytes = 32;
    private const string Scheme = "Bearer ";

    private readonly byte[] _hash;

    private AdminToken(string token, string? file)
    {
        _hash = Hash(token);
        File = file;
    }

    /// <summary>The file that holds it. Null: it is configured.</summary>
    public string? File { get; }

    /// <summary>Finds the token, or makes one.</summary>
    /// <exception cref="IOException">The file can be neither read nor made.</exception>
    public static AdminToken Open(EdgeSettings settings)
    {
        if (settings.Admin.Token is { } configured)
        {
            return new(configured, null);
        }

        var file = PathIn(settings.Data);
        if (Read(file) is not { } token)
        {
            Directory.CreateDirectory(settings.Data);
            token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));
            Write(file, token);
        }

        return new(token, file);
    }

    /// <summary>The token as a command finds it on this machine. Null: there is none yet.</summary>
    public static string? Find(EdgeSettings settings) => settings.Admin.Token ?? Read(PathIn(settings.Data));

    /// <summary>Whether a request carries it: <c>Authorization: Bearer</c>, or Basic with the token as the user (RFC 6750, RFC 7617).</summary>
    public bool IsIn(IHeaderDictionary headers)
    {
        if (headers.Authorization is not [{ Length: < 1024 } text])
        {
            return false;
        }

        if (text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return IsIt(text[Scheme.Length..].Trim());
        }

        Span<byte> pair = stackalloc byte[1024];
        return text.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)
            && Convert.TryFromBase64Chars(text.AsSpan(6).Trim(), pair, out var length)
            && IsIt(Encoding.UTF8.GetString(pair[..length]).Split(':', 2)[0]);
    }

    private static string PathIn(string data) => Path.Combine(data, FileName);

    private static string? Read(string file) => System.IO.File.Exists(file) && System.IO.File.ReadAllText(file).Trim() is { Length: > 0 } token ? token : null;

    private static void Write(string file, string token)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(file, options);
        stream.Write(Encoding.ASCII.GetBytes(token + "\n"));
        stream.Flush(flushToDisk: true);
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private bool IsIt(string token) => CryptographicOperations.FixedTimeEquals(Hash(token), _hash);
}
