namespace Gatehouse.Html;

/// <summary>How a <see cref="HeadInjector"/> works. Immutable; one instance may serve any number of injectors.</summary>
public sealed class HeadInjectorOptions
{
    private const int SmallestTail = 64;
    private readonly int _maxTail = 64 * 1024;

    /// <summary>Where the content goes. Default: <see cref="HeadPosition.Start"/>.</summary>
    public HeadPosition Position { get; init; }

    /// <summary>
    /// Whether to leave a body alone that shows no doctype and no html, head, title, meta, link or body start tag before
    /// the place where its head would end: a part of a page, fetched by a script. Default: false, every document gets
    /// the content, because browsers make a head for every document.
    /// </summary>
    public bool LeaveFragments { get; init; }

    /// <summary>
    /// How many bytes may be held back at most, at least 64. Default: 65,536. What is held back is a tag or a doctype
    /// that is not complete yet and, with <see cref="LeaveFragments"/> and <see cref="HeadPosition.Start"/>, what
    /// follows the place until it is clear whether the body is a page.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 64.</exception>
    public int MaxTail
    {
        get => _maxTail;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, SmallestTail);
            _maxTail = value;
        }
    }

    /// <summary>
    /// The charset parameter of the response's Content-Type; null: it has none. It is stronger than a meta element.
    /// </summary>
    public string? Charset
    {
        get;
        init
        {
            field = value;
            Encoding = HtmlEncodingSniffer.FindLabel(value);
        }
    }

    /// <summary>What <see cref="Charset"/> means, found once for all documents.</summary>
    internal string? Encoding { get; private init; }
}
