using Microsoft.Extensions.Configuration;

namespace Gatehouse.Sites;

/// <summary>
/// What an application has added in code to what every site computes. It is read as if it stood in the configuration, so that whatever
/// holds there holds here: checks, limits, and the rebuild when something changes.
/// </summary>
internal sealed class CodeDefinitions
{
    private IReadOnlyList<CodeDefinition> _definitions = [];
    private bool _isRead;

    /// <summary>Adds them; before the configuration is read for the first time.</summary>
    /// <exception cref="InvalidOperationException">It has been read.</exception>
    public void Add(IReadOnlyList<CodeDefinition> definitions)
    {
        if (_isRead && definitions.Count > 0)
        {
            throw new InvalidOperationException("Computed traits and audiences were added after the configuration was read; call UseGatehouse once, before the application starts.");
        }

        _definitions = [.. _definitions, .. definitions];
    }

    /// <summary>All of them. From now on none can be added.</summary>
    public IReadOnlyList<CodeDefinition> Read()
    {
        _isRead = true;
        return _definitions;
    }

    /// <summary>The configuration with definitions at every site. One that is configured too is a fault.</summary>
    public static IConfiguration Over(IConfiguration configuration, IReadOnlyList<CodeDefinition> definitions, List<SettingsError> errors)
    {
        var texts = new List<KeyValuePair<string, string?>>();
        foreach (var (definition, path) in Paths(configuration, definitions))
        {
            if (configuration.GetSection(path).Exists())
            {
                errors.Add(new(path, null, "is configured and also added in code; leave it in one of them."));
            }
            else
            {
                texts.AddRange(definition.Texts.Select(text => KeyValuePair.Create($"{path}:{text.Key}", (string?)text.Value)));
            }
        }

        return texts.Count == 0 ? configuration : new ConfigurationBuilder().AddConfiguration(configuration).AddInMemoryCollection(texts).Build();
    }

    /// <summary>The fault with a word on where it has to be mended, when that is not the configuration.</summary>
    public static SettingsError Placed(SettingsError error, IConfiguration configuration, IReadOnlyList<CodeDefinition> definitions) =>
        Paths(configuration, definitions).Any(one => (error.Key + ":").StartsWith(one.Path + ":", StringComparison.OrdinalIgnoreCase)) && !configuration.GetSection(error.Key).Exists()
            ? error with { Mend = error.Mend + " (It is added in code.)" }
            : error;

    private static IEnumerable<(CodeDefinition Definition, string Path)> Paths(IConfiguration configuration, IReadOnlyList<CodeDefinition> definitions) =>
        from site in definitions.Count == 0 ? [] : configuration.GetSection(EdgeSettingsReader.SectionName).GetSection("Sites").GetChildren()
        from definition in definitions
        select (definition, $"{site.Path}:{definition.Section}:{definition.Name}");
}
