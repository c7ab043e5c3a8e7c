using System.Buffers;

namespace Gatehouse.Html.Rewriting;

/// <summary>Refuses names that would be read as something else.</summary>
internal static class Names
{
    private static readonly SearchValues<char> NotInTag = SearchValues.Create("\t\n\f\r />\0");
    private static readonly SearchValues<char> NotInAttribute = SearchValues.Create("\t\n\f\r />=\0");

    private static readonly SearchValues<char> Capitals = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>ASCII letters alone have a lower case in names.</summary>
    public static string Lower(string name) =>
        name.AsSpan().ContainsAny(Capitals)
            ? string.Create(name.Length, name, static (to, from) =>
            {
                for (var i = 0; i < to.Length; i++)
                {
                    to[i] = char.IsAsciiLetterUpper(from[i]) ? (char)(from[i] | 0x20) : from[i];
                }
            })
            : name;

    public static void CheckTag(string name, DocumentEncoding encoding)
    {
        Check(name, NotInTag, "tag", encoding);
        if (!char.IsAsciiLetter(name[0]))
        {
            throw new ArgumentException($"A tag name begins with an ASCII letter, not with '{name[0]}'.", nameof(name));
        }
    }

    public static void CheckAttribute(string name, DocumentEncoding encoding) =>
        Check(name, NotInAttribute, "attribute", encoding);

    private static void Check(string name, SearchValues<char> forbidden, string what, DocumentEncoding encoding)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.AsSpan().IndexOfAny(forbidden) is var at and >= 0)
        {
            throw new ArgumentException($"The character U+{(int)name[at]:X4} cannot be in the name of a {what}.", nameof(name));
        }

        if (!encoding.Has(name))
        {
            throw new ArgumentException($"The name '{name}' cannot be written in {encoding.Name}.", nameof(name));
        }
    }
}
