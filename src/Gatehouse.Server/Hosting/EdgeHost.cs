using Gatehouse.Diagnostics;
using Gatehouse.Server.Admin;
using Gatehouse.Sites;
using OpenTelemetry.Metrics;

namespace Gatehouse.Server.Hosting;

/// <summary>Puts the server together: configuration, listeners, the edge, the origin behind it.</summary>
internal static class EdgeHost
{
    /// <summary>How long requests in flight may take to end after SIGTERM.</summary>
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(30);

    /// <summary>Builds it; nothing listens yet.</summary>
    /// <exception cref="InvalidSettingsException">The configuration cannot serve.</exception>
    public static WebApplication Build(ConfigurationSources sources)
    {
        var settings = EdgeSettingsReader.Read(sources.Configuration, DestinationKinds.All);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddConfiguration(sources.Configuration);
        AddLogging(builder);
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = StopWithin);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => Listeners.Open(kestrel, settings));
        if (settings.Certificate is { } certificate)
        {
            builder.Services.AddSingleton(services => new CertificateStore(certificate, services.GetRequiredService<ILogger<CertificateStore>>()));
        }

        builder.Services.AddSingleton(sources);
        builder.Services.AddHostedService<StartReport>();
        builder.Services.AddHealthChecks().AddCheck<StartedCheck>("started").AddCheck<LogCheck>("log").AddCheck<LedgerCheck>("ledger");
        builder.Services.AddOpenTelemetry().WithMetrics(static metrics => metrics
            .AddMeter(EdgeMetrics.MeterName, "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
            .AddPrometheusExporter());
        builder.AddGatehouse();
        builder.AddKafka();
        builder.AddPostgres();
        builder.Services.AddAdmin();

        var app = builder.Build();
        app.UseAdmin();
        app.UseGatehouse();
        app.MapOrigin();
        return app;
    }

    private static void AddLogging(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(static console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            console.UseUtcTimestamp = true;
        });
        builder.Logging.SetMinimumLevel(LogLevel.Information);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("System", LogLevel.Warning);

        // A start that fails is told once, by the command, in a sentence.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical);

        // The forwarder's failures are told once, by the origin's room, without the visitor's URL.
        builder.Logging.AddFilter("Yarp", LogLevel.Error);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
    }
}
