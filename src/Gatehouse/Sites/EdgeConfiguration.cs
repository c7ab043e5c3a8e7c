using Gatehouse.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Sites;

/// <summary>Holds the current snapshot. A change of the configuration makes another one, or, when it is bad, a log line and nothing else.</summary>
internal sealed partial class EdgeConfiguration : IDisposable
{
    private readonly IConfiguration _configuration;
    private readonly IDestinationTypes _types;
    private readonly IReadOnlyList<CodeDefinition> _inCode;
    private readonly EdgeMetrics _metrics;
    private readonly ILogger<EdgeConfiguration> _logger;
    private readonly Lock _reload = new();
    private readonly IDisposable _subscription;
    private volatile EdgeSnapshot _current;
    private Action? _changed;

    /// <summary>Reads the configuration for the first time.</summary>
    /// <exception cref="InvalidSettingsException">It cannot serve.</exception>
    public EdgeConfiguration(IConfiguration configuration, IDestinationTypes types, CodeDefinitions inCode, EdgeMetrics metrics, ILogger<EdgeConfiguration> logger)
    {
        _configuration = configuration;
        _types = types;
        _inCode = inCode.Read();
        _metrics = metrics;
        _logger = logger;
        _current = new(EdgeSettingsReader.Read(configuration, types, _inCode));
        _subscription = ChangeToken.OnChange(configuration.GetReloadToken, Reload);
    }

    /// <summary>The snapshot that new requests get.</summary>
    public EdgeSnapshot Current => _current;

    /// <summary>Has something done whenever another snapshot was put in place, as long as this lives.</summary>
    public void WhenChanged(Action action)
    {
        lock (_reload)
        {
            _changed += action;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _subscription.Dispose();

    private void Reload()
    {
        lock (_reload)
        {
            try
            {
                var settings = EdgeSettingsReader.Read(_configuration, _types, _inCode);
                foreach (var key in RestartOnly(_current.Settings, settings))
                {
                    LogNeedsRestart(key);
                }

                _current = new(settings);
                _metrics.Reload("taken");
                LogReloaded(settings.Sites.Count);
                _changed?.Invoke();
            }
            catch (InvalidSettingsException bad)
            {
                _metrics.Reload("refused");
                LogRefused(bad.Message);
            }
        }
    }

    private static IEnumerable<string> RestartOnly(EdgeSettings before, EdgeSettings after)
    {
        if (!before.Listen.SequenceEqual(after.Listen))
        {
            yield return "Listen";
        }

        if (before.Admin != after.Admin)
        {
            yield return "Admin";
        }

        if (before.Data != after.Data)
        {
            yield return "Data";
        }

        if (before.Durability != after.Durability)
        {
            yield return "Durability";
        }

        // A record compares its list by identity; two readings of one configuration are equal all the same.
        if (before.Log != after.Log with { Shed = before.Log.Shed } || !before.Log.Shed.SequenceEqual(after.Log.Shed))
        {
            yield return "Log";
        }

        if (before.Certificate != after.Certificate)
        {
            yield return "Certificate";
        }
    }

    [LoggerMessage(1001, LogLevel.Information, "The configuration was reloaded: {Sites} sites.")]
    private partial void LogReloaded(int sites);

    [LoggerMessage(1002, LogLevel.Error, "The changed configuration was refused; the one before stays. {Errors}")]
    private partial void LogRefused(string errors);

    [LoggerMessage(1003, LogLevel.Warning, "{Key} was changed; that takes effect at the next start.")]
    private partial void LogNeedsRestart(string key);
}
