using Npgsql;

namespace Gatehouse.Postgres;

/// <summary>Makes what connections come from.</summary>
internal static class PostgresSource
{
    /// <summary>Makes it; it connects when it is asked for a connection.</summary>
    /// <exception cref="ArgumentException">The text is no connection string.</exception>
    public static NpgsqlDataSource Create(string connectionString)
    {
        var builder = Configure(connectionString);

        // Of several servers, the one that can be written to.
        return builder.ConnectionStringBuilder.Host!.Contains(',', StringComparison.Ordinal)
            ? builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary)
            : builder.Build();
    }

    /// <summary>Whether a text is a connection string that names a server.</summary>
    public static bool IsUsable(string connectionString)
    {
        try
        {
            using var source = Create(connectionString);
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or FormatException or InvalidCastException or OverflowException or NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>Which database it is, for people: server and database, no user, no password.</summary>
    public static string Describe(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        return settings.Database is { } database ? $"{settings.Host}/{database}" : settings.Host!;
    }

    private static NpgsqlSlimDataSourceBuilder Configure(string connectionString)
    {
        // The slim one has nothing that Native AOT could not follow.
        var builder = new NpgsqlSlimDataSourceBuilder(connectionString);
        builder.EnableTransportSecurity();
        builder.EnableJsonTypes();
        var settings = builder.ConnectionStringBuilder;
        if (string.IsNullOrEmpty(settings.Host))
        {
            throw new ArgumentException("It names no host.", nameof(connectionString));
        }

        // Details quote rows.
        settings.IncludeErrorDetail = false;
        settings.PersistSecurityInfo = false;
        settings.Enlist = false;

        // It cannot COPY.
        settings.Multiplexing = false;

        // Nobody else gets these connections, so there is nothing to forget; the batch's temporary table stays.
        settings.NoResetOnClose = true;
        settings.ApplicationName ??= "gatehouse";

        // The attempt has a time-out of its own.
        if (!settings.ContainsKey("Command Timeout"))
        {
            settings.CommandTimeout = 0;
        }

        return builder;
    }
}
