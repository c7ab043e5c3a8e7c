namespace Gatehouse.Profiles;

/// <summary>Bounds of a stored profile.</summary>
internal static class ProfileLimits
{
    /// <summary>Most traits, pulled ones included.</summary>
    public const int MostTraits = 300;

    /// <summary>Most bytes of names and values together.</summary>
    public const int MostBytes = 32 * 1024;

    /// <summary>Most bytes of one trait's value.</summary>
    public const int MostTraitBytes = 16 * 1024;

    /// <summary>Longest name of a trait in UTF-16 code units.</summary>
    public const int LongestName = 256;

    /// <summary>Deepest nesting of what is sent. The record adds three levels and must stay below the parser's 64.</summary>
    public const int DeepestJson = 32;

    /// <summary>How many messages a profile remembers.</summary>
    public const int MostMessages = 32;
}
