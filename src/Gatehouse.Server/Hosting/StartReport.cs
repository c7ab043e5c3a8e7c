using Gatehouse.Server.Admin;
using Gatehouse.Sites;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Server.Hosting;

/// <summary>Says at the start where the server listens and what is doubtful, and later when the file has become unreadable.</summary>
internal sealed partial class StartReport(
    EdgeConfiguration configuration,
    ConfigurationSources sources,
    IServer server,
    AdminToken token,
    IHostApplicationLifetime lifetime,
    ILogger<StartReport> logger) : IHostedService, IDisposable
{
    private IDisposable? _watch;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(Report);
        _watch = ChangeToken.OnChange(sources.Configuration.GetReloadToken, ReportFileFault);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _watch?.Dispose();

    private void Report()
    {
        var settings = configuration.Current.Settings;
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        LogListening(string.Join(", ", addresses), settings.Sites.Count, sources.File ?? "environment and command line");
        if (token.File is { } file)
        {
            LogToken(file);
        }

        foreach (var doubt in SettingsDoubts.Of(settings))
        {
            LogDoubt(doubt);
        }
    }

    private void ReportFileFault()
    {
        if (sources.TakeFileFault() is { } fault)
        {
            LogFileFault(fault);
        }
    }

    [LoggerMessage(2010, LogLevel.Information, "Gatehouse listens on {Addresses} for {Sites} site(s), configured by {Source}.")]
    private partial void LogListening(string addresses, int sites, string source);

    [LoggerMessage(2013, LogLevel.Information, "The admin API asks for the token in {File}.")]
    private partial void LogToken(string file);

    [LoggerMessage(2011, LogLevel.Warning, "{Doubt}")]
    private partial void LogDoubt(string doubt);

    [LoggerMessage(2012, LogLevel.Error, "{Fault}")]
    private partial void LogFileFault(string fault);
}
