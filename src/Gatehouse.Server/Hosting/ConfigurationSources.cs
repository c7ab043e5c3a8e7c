using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;

namespace Gatehouse.Server.Hosting;

/// <summary>Where the configuration comes from: a file that is watched, then the environment, then the command line; later ones win.</summary>
internal sealed class ConfigurationSources : IDisposable, IAsyncDisposable
{
    private static readonly string[] DefaultFiles = ["gatehouse.json", "appsettings.json"];
    private readonly ConfigurationRoot _root;
    private readonly PhysicalFileProvider? _folder;
    private string? _fileFault;

    private ConfigurationSources(ConfigurationRoot root, PhysicalFileProvider? folder, string? file)
    {
        _root = root;
        _folder = folder;
        File = file;
    }

    /// <summary>All of them together.</summary>
    public IConfigurationRoot Configuration => _root;

    /// <summary>The file's full path. Null: there is none.</summary>
    public string? File { get; }

    /// <summary>What is wrong with the file since it was last changed, once. Null: nothing new.</summary>
    public string? TakeFileFault() => Interlocked.Exchange(ref _fileFault, null);

    /// <summary>Reads them.</summary>
    /// <param name="file">The file. Null: the first default file that is there.</param>
    /// <param name="settings">Settings of the command line, <c>key=value</c>.</param>
    /// <exception cref="FileNotFoundException">The file is not there.</exception>
    /// <exception cref="InvalidDataException">The file is not valid JSON.</exception>
    public static ConfigurationSources Open(string? file, IEnumerable<string> settings)
    {
        var path = Path.GetFullPath(file ?? Array.Find(DefaultFiles, System.IO.File.Exists) ?? DefaultFiles[0]);
        var there = System.IO.File.Exists(path);
        if (file is not null && !there)
        {
            throw new FileNotFoundException($"There is no configuration file {path}.", path);
        }

        var builder = new ConfigurationBuilder();
        PhysicalFileProvider? folder = null;
        ConfigurationSources? sources = null;
        if (there)
        {
            folder = new(Path.GetDirectoryName(path)!);
            builder.Add(new JsonConfigurationSource
            {
                FileProvider = folder,
                Path = Path.GetFileName(path),
                ReloadOnChange = true,
                OnLoadException = context =>
                {
                    // At the start a broken file is an error; later it must not end the process, and the snapshot before stays.
                    context.Ignore = sources is not null;
                    if (sources is not null)
                    {
                        Volatile.Write(ref sources._fileFault, Describe(path, context.Exception));
                    }
                },
            });
        }

        builder.AddEnvironmentVariables();
        builder.AddInMemoryCollection(Pairs(settings));
        try
        {
            sources = new((ConfigurationRoot)builder.Build(), folder, there ? path : null);
            return sources;
        }
        catch (InvalidDataException broken)
        {
            folder?.Dispose();
            throw new InvalidDataException(Describe(path, broken), broken);
        }
    }

    /// <summary>Settings alone: no file, no environment.</summary>
    public static ConfigurationSources OfSettings(IEnumerable<string> settings) =>
        new((ConfigurationRoot)new ConfigurationBuilder().AddInMemoryCollection(Pairs(settings)).Build(), null, null);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _root.Dispose();
        _folder?.Dispose();
    }

    /// <summary>A key that is set twice has its last value.</summary>
    private static Dictionary<string, string?> Pairs(IEnumerable<string> settings)
    {
        var pairs = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var setting in settings)
        {
            var split = setting.IndexOf('=', StringComparison.Ordinal);
            pairs[setting[..split]] = setting[(split + 1)..];
        }

        return pairs;
    }

    private static string Describe(string path, Exception fault) => $"{path} is not valid JSON: {fault.GetBaseException().Message}";
}
