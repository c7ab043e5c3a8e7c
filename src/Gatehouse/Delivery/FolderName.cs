namespace Gatehouse.Delivery;

/// <summary>A name from the configuration as the name of a folder or a part of one: it cannot lead elsewhere, and no two are the same.</summary>
internal static class FolderName
{
    /// <summary>The name, percent-encoded where it holds more than letters, digits and <c>-._~</c>. It has no <c>+</c> and does not begin with a dot.</summary>
    public static string Of(string name)
    {
        var escaped = Uri.EscapeDataString(name);
        return escaped.StartsWith('.') ? "%2E" + escaped[1..] : escaped;
    }
}
