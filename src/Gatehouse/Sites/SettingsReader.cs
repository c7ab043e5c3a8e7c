using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Gatehouse.Sites;

/// <summary>
/// Reads one section of the configuration. Every method notes the key that it asked for, so that what nobody asked for is an
/// unknown key; every fault becomes a <see cref="SettingsError"/> and a default, so that one pass finds all faults.
/// </summary>
internal sealed class SettingsReader(IConfigurationSection section, List<SettingsError> errors)
{
    private readonly Dictionary<string, IConfigurationSection> _present =
        section.GetChildren().ToDictionary(static child => child.Key, StringComparer.OrdinalIgnoreCase);

    private readonly List<string> _known = [];

    /// <summary>The section's full key.</summary>
    public string Path => section.Path;

    /// <summary>Notes a fault of this section.</summary>
    public void Fault(string key, string? value, string mend) => errors.Add(new(KeyOf(key), value, mend));

    /// <summary>Whether the key stands in the configuration, with whatever value.</summary>
    public bool Has(string key) => Note(key) && _present.ContainsKey(key);

    /// <summary>A text. Null: absent or empty.</summary>
    public string? Text(string key) =>
        Note(key) && _present.TryGetValue(key, out var child) && !string.IsNullOrWhiteSpace(child.Value) ? child.Value.Trim() : null;

    /// <summary>A text that must be there. Its absence is a fault and gives an empty text.</summary>
    public string Required(string key, string example)
    {
        var text = Text(key);
        if (text is null)
        {
            Fault(key, null, $"is missing; set it, for example to {example}.");
        }

        return text ?? string.Empty;
    }

    /// <summary>True or false.</summary>
    public bool Flag(string key, bool otherwise)
    {
        if (Text(key) is not { } text)
        {
            return otherwise;
        }

        if (!bool.TryParse(text, out var flag))
        {
            Fault(key, text, "must be true or false.");
            return otherwise;
        }

        return flag;
    }

    /// <summary>One of a few words, without regard to case.</summary>
    public T Choice<T>(string key, T otherwise, params ReadOnlySpan<(string Word, T Value)> choices)
    {
        if (Text(key) is not { } text)
        {
            return otherwise;
        }

        foreach (var (word, value) in choices)
        {
            if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        var words = new List<string>(choices.Length);
        foreach (var (word, _) in choices)
        {
            words.Add(word);
        }

        var near = NearestName.Of(text, words);
        Fault(key, text, $"must be one of {string.Join(", ", words)}{(near is null ? "" : $"; did you mean {near}?")}");
        return otherwise;
    }

    /// <summary>A whole number.</summary>
    /// <param name="key">The key.</param>
    /// <param name="otherwise">What an absent key means.</param>
    /// <param name="least">The least that is allowed.</param>
    /// <param name="most">The most that is allowed.</param>
    public int Number(string key, int otherwise, int least, int most)
    {
        if (Text(key) is not { } text)
        {
            return otherwise;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        Fault(key, text, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}."));
        return otherwise;
    }

    /// <summary>So many of something in a span of time, such as <c>100/s</c>. Null: absent, no limit.</summary>
    public RateLimit? Rate(string key, string what)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        var rate = RateLimit.Parse(text);
        if (rate is null)
        {
            Fault(key, text, $"must be a number of {what} a second, minute or hour, such as 100/s, 600/m or 5000/h.");
        }

        return rate;
    }

    /// <summary>A span of time: a number with <c>ms</c>, <c>s</c>, <c>m</c>, <c>h</c> or <c>d</c>, or <c>hh:mm:ss</c>.</summary>
    /// <param name="key">The key.</param>
    /// <param name="otherwise">What an absent key means.</param>
    /// <param name="canBeZero">Whether zero is a span; else it is a fault.</param>
    public TimeSpan Span(string key, TimeSpan otherwise, bool canBeZero = false)
    {
        if (Text(key) is not { } text)
        {
            return otherwise;
        }

        if (!TryParseSpan(text, out var span) || span < TimeSpan.Zero || (span == TimeSpan.Zero && !canBeZero))
        {
            Fault(key, text, $"must be a span of time{(canBeZero ? "" : " greater than zero")}, such as 500ms, 30s, 5m or 00:00:30.");
            return otherwise;
        }

        return span;
    }

    /// <summary>A number of bytes: a whole number, alone or with <c>KB</c>, <c>MB</c>, <c>GB</c> or <c>TB</c>, which are powers of 1,024.</summary>
    /// <param name="key">The key.</param>
    /// <param name="otherwise">What an absent key means.</param>
    /// <param name="least">The least that is allowed.</param>
    public long Bytes(string key, long otherwise, long least)
    {
        if (Text(key) is not { } text)
        {
            return otherwise;
        }

        if (!ByteSize.TryParse(text, out var bytes) || bytes < least)
        {
            Fault(key, text, $"must be a number of bytes of at least {ByteSize.Describe(least)}, such as 512MB or 10GB.");
            return otherwise;
        }

        return bytes;
    }

    /// <summary>An http or https URL. Null: absent or faulty.</summary>
    /// <param name="key">The key.</param>
    /// <param name="withPath">Whether a path is allowed. A query or user info never is.</param>
    public Uri? Url(string key, bool withPath = false) => Text(key) is { } text ? ParseUrl(key, text, withPath) : null;

    /// <summary>Texts: an array, or one text with the parts set apart by semicolons.</summary>
    public IReadOnlyList<string> Texts(string key)
    {
        if (!Note(key) || !_present.TryGetValue(key, out var child))
        {
            return [];
        }

        if (!string.IsNullOrWhiteSpace(child.Value))
        {
            return child.Value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }

        var texts = new List<string>();
        foreach (var item in child.GetChildren())
        {
            if (string.IsNullOrWhiteSpace(item.Value))
            {
                Fault($"{key}:{item.Key}", item.Value, "must be a text.");
                continue;
            }

            texts.Add(item.Value.Trim());
        }

        return texts;
    }

    /// <summary>Names with their texts: an object whose values are texts.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Pairs(string key)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var item in Has(key) ? _present[key].GetChildren() : [])
        {
            if (item.Value is { } value)
            {
                pairs.Add(new(item.Key, value));
            }
            else
            {
                Fault($"{key}:{item.Key}", null, "must be a text.");
            }
        }

        return pairs;
    }

    /// <summary>All that stands below a key, as full keys with their texts, in the order of the keys.</summary>
    public IEnumerable<KeyValuePair<string, string>> Everything(string key) => Has(key)
        ? _present[key].AsEnumerable(makePathsRelative: true)
            .Where(static pair => pair.Value is not null)
            .Select(pair => KeyValuePair.Create($"{key}:{pair.Key}", pair.Value!))
            .OrderBy(static pair => pair.Key, StringComparer.Ordinal)
        : [];

    /// <summary>A section below this one. Null: absent.</summary>
    public SettingsReader? Section(string key) => Has(key) ? new(_present[key], errors) : null;

    /// <summary>A section in which nothing stands, for what is there of itself.</summary>
    public SettingsReader Empty(string key) => new(new ConfigurationBuilder().Build().GetSection($"{section.Path}:{key}"), errors);

    /// <summary>The sections below a key: the entries of an object or of an array, with their names.</summary>
    public IReadOnlyList<(string Name, SettingsReader Reader)> Sections(string key)
    {
        if (!Has(key))
        {
            return [];
        }

        if (!string.IsNullOrEmpty(_present[key].Value))
        {
            Fault(key, _present[key].Value, "must be an object or an array, not a text.");
        }

        return [.. _present[key].GetChildren().Select(child => (child.Key, new SettingsReader(child, errors)))];
    }

    /// <summary>Makes a fault of every key that was not asked for. Called last.</summary>
    public void RejectUnknownKeys()
    {
        foreach (var key in _present.Keys)
        {
            if (!_known.Contains(key, StringComparer.OrdinalIgnoreCase))
            {
                var near = NearestName.Of(key, _known);
                Fault(key, null, $"is not a known key; {(near is null ? $"known here: {string.Join(", ", _known)}." : $"did you mean {near}?")}");
            }
        }
    }

    /// <summary>Reads an http or https URL.</summary>
    public Uri? ParseUrl(string key, string text, bool withPath)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps) || url.Host.Length == 0)
        {
            Fault(key, text, "must be a URL with http or https, such as http://127.0.0.1:9301.");
            return null;
        }

        if (url.UserInfo.Length > 0)
        {
            Fault(key, null, "must not hold a user name or a password.");
            return null;
        }

        if (url.Query.Length > 0 || url.Fragment.Length > 0 || (!withPath && url.AbsolutePath != "/"))
        {
            Fault(key, text, withPath ? "must end with its path, without a query or fragment." : "must end after host and port, without a path.");
            return null;
        }

        return url;
    }

    private static bool TryParseSpan(string text, out TimeSpan span)
    {
        var unit = text.AsSpan().TrimStart("0123456789.");
        double? seconds = unit switch
        {
            "ms" => 0.001,
            "s" => 1,
            "m" => 60,
            "h" => 3600,
            "d" => 86400,
            _ => null,
        };
        if (seconds is not { } factor)
        {
            return TimeSpan.TryParseExact(text, ["c", @"h\:mm\:ss", @"hh\:mm\:ss"], CultureInfo.InvariantCulture, out span);
        }

        span = default;
        if (!double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number * factor > TimeSpan.FromDays(3650).TotalSeconds)
        {
            return false;
        }

        span = TimeSpan.FromSeconds(number * factor);
        return true;
    }

    private bool Note(string key)
    {
        if (!_known.Contains(key, StringComparer.Ordinal))
        {
            _known.Add(key);
        }

        return true;
    }

    private string KeyOf(string key) => key.Length == 0 ? section.Path : $"{section.Path}:{key}";
}
