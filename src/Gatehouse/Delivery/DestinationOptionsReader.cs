using Gatehouse.Sites;

namespace Gatehouse.Delivery;

/// <summary>
/// Reads a destination's own options. Every key that is asked for is known; every fault is reported with its full key and how to
/// mend it, together with all others, and a configuration with a fault does not serve.
/// </summary>
public sealed class DestinationOptionsReader
{
    private readonly SettingsReader _reader;

    internal DestinationOptionsReader(SettingsReader reader, SiteKeys site)
    {
        _reader = reader;
        Keys = site;
    }

    /// <summary>What may be taken over from the site.</summary>
    internal SiteKeys Keys { get; }

    /// <summary>Whether the configuration asks for batches of several events.</summary>
    internal bool HasBatches => _reader.Section("Batch")?.Text("Events") is not (null or "1");

    /// <summary>A text. Null: absent or empty.</summary>
    /// <param name="key">The key.</param>
    public string? Text(string key) => _reader.Text(key);

    /// <summary>A text that must be there. Its absence is a fault and gives an empty text.</summary>
    /// <param name="key">The key.</param>
    /// <param name="example">A value that would do, for the error.</param>
    public string Required(string key, string example) => _reader.Required(key, example);

    /// <summary>True or false.</summary>
    /// <param name="key">The key.</param>
    /// <param name="otherwise">What an absent key means.</param>
    public bool Flag(string key, bool otherwise) => _reader.Flag(key, otherwise);

    /// <summary>A whole number.</summary>
    /// <param name="key">The key.</param>
    /// <param name="otherwise">What an absent key means.</param>
    /// <param name="least">The least that is allowed.</param>
    /// <param name="most">The most that is allowed.</param>
    public int Number(string key, int otherwise, int least, int most) => _reader.Number(key, otherwise, least, most);

    /// <summary>A number of bytes, such as <c>64MB</c>.</summary>
    /// <param name="key">The key.</param>
    /// <param name="otherwise">What an absent key means.</param>
    /// <param name="least">The least that is allowed.</param>
    public long Bytes(string key, long otherwise, long least) => _reader.Bytes(key, otherwise, least);

    /// <summary>A span of time, such as <c>30s</c>.</summary>
    /// <param name="key">The key.</param>
    /// <param name="otherwise">What an absent key means.</param>
    public TimeSpan Span(string key, TimeSpan otherwise) => _reader.Span(key, otherwise);

    /// <summary>An http or https URL with a path. Null: absent or faulty.</summary>
    /// <param name="key">The key.</param>
    public Uri? Url(string key) => _reader.Url(key, withPath: true);

    /// <summary>Texts: an array, or one text with the parts set apart by semicolons.</summary>
    /// <param name="key">The key.</param>
    public IReadOnlyList<string> Texts(string key) => _reader.Texts(key);

    /// <summary>Names with their texts: an object whose values are texts.</summary>
    /// <param name="key">The key.</param>
    public IReadOnlyList<KeyValuePair<string, string>> Pairs(string key) => _reader.Pairs(key);

    /// <summary>One of a few words, without regard to case.</summary>
    /// <typeparam name="T">What a word means.</typeparam>
    /// <param name="key">The key.</param>
    /// <param name="otherwise">What an absent key means.</param>
    /// <param name="choices">The words.</param>
    public T Choice<T>(string key, T otherwise, params ReadOnlySpan<(string Word, T Value)> choices) => _reader.Choice(key, otherwise, choices);

    /// <summary>Reports a fault.</summary>
    /// <param name="key">The key that is at fault; empty for the destination as a whole.</param>
    /// <param name="value">Its value, shown in the error. Null: it is absent, or a secret.</param>
    /// <param name="mend">What is wrong and how to mend it, as the end of a sentence that begins with the key.</param>
    public void Fault(string key, string? value, string mend) => _reader.Fault(key, value, mend);
}
