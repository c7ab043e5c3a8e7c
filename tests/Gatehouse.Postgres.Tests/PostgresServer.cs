using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Gatehouse.Postgres.Tests;

/// <summary>
/// A PostgreSQL server of the tests' own: its data in a temporary folder, its socket in that folder too, so that it meets no other.
/// It ends with the tests, also when they are killed.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private const string User = "edge";

    // A shell stays beside the server: when the tests are gone, its input ends.
    private const string Script = """
        set -eu
        umask 077
        printf %s "$PASSWORD" > password
        printf %s "$CERTIFICATE" > server.crt
        printf %s "$KEY" > server.key
        "$BIN/initdb" -D data -U "$USER_NAME" -A scram-sha-256 --pwfile=password -E UTF8 --locale=C --no-sync > log
        echo "$SETTINGS" >> data/postgresql.conf
        "$BIN/pg_ctl" -D data -l log -w start >> log
        echo started
        cat > /dev/null
        "$BIN/pg_ctl" -D data -m immediate -w stop >> log
        rm -rf data
        """;

    private readonly ServerCertificate _certificate = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("gatehouse-postgres-").FullName;
    private readonly int _port = FreePort();
    private Process? _process;
    private NpgsqlDataSource? _source;

    /// <summary>What must not be seen.</summary>
    public static string Password => "Pa'ss;w0rd-5Kq";

    /// <summary>How the server is reached.</summary>
    public string ConnectionString => For("postgres");

    /// <summary>How the server is reached by TCP, where it offers TLS.</summary>
    public string TcpConnectionString => new NpgsqlConnectionStringBuilder(ConnectionString) { Host = "localhost", Port = _port }.ConnectionString;

    /// <summary>The file with the certificate that the server shows, signed by itself, for <c>localhost</c>.</summary>
    public string CertificatePath => _certificate.Path;

    /// <summary>The folder of the server's socket.</summary>
    public string Folder => _folder;

    /// <summary>For what the tests look at themselves.</summary>
    public NpgsqlDataSource Source => _source!;

    /// <summary>The file that the server listens at.</summary>
    public string SocketPath => Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $".s.PGSQL.{_port}"));

    // Debian keeps the programs of each version apart.
    private static string Programs { get; } =
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(static folder => Path.Combine(folder, "bin")).Where(static bin => File.Exists(Path.Combine(bin, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault()
                ?? throw new FileNotFoundException("These tests need the PostgreSQL server: apt-get install postgresql.")
            : Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).FirstOrDefault(static bin => File.Exists(Path.Combine(bin, "initdb")))
                ?? throw new FileNotFoundException("These tests need the PostgreSQL server: apt-get install postgresql.");

    /// <summary>How a database of the server is reached.</summary>
    public string For(string database, string user = User, string? password = null) =>
        new NpgsqlConnectionStringBuilder { Host = _folder, Port = _port, Database = database, Username = user, Password = password ?? Password }.ConnectionString;

    public async ValueTask InitializeAsync()
    {
        _process = Begin("setsid", "-w", "sh", "-c", Script);
        if (await _process.StandardOutput.ReadLineAsync() != "started")
        {
            throw new InvalidOperationException("PostgreSQL did not start: " + await _process.StandardError.ReadToEndAsync() + await File.ReadAllTextAsync(Path.Combine(_folder, "log")));
        }

        _source = new NpgsqlDataSourceBuilder(ConnectionString + ";Timeout=60;Maximum Pool Size=20").Build();
    }

    public async ValueTask DisposeAsync()
    {
        if (_source is not null)
        {
            await _source.DisposeAsync();
        }

        if (_process is not null)
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        _certificate.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Stops the server as a crash does, and starts it again.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    /// <summary>Stops the server as a crash does.</summary>
    public Task StopAsync() => ControlAsync("-m", "immediate", "stop");

    /// <summary>Starts it again.</summary>
    public async Task StartAsync()
    {
        await ControlAsync("-l", "log", "start");
        NpgsqlConnection.ClearAllPools();
        _source!.Clear();
    }

    /// <summary>Sends a signal to the server and all of its processes.</summary>
    /// <param name="signal">Such as <c>STOP</c>.</param>
    public async Task SignalAsync(string signal)
    {
        var postmaster = (await File.ReadAllLinesAsync(Path.Combine(_folder, "data", "postmaster.pid")))[0];
        await RunAsync("sh", "-c", string.Create(CultureInfo.InvariantCulture, $"kill -{signal} {postmaster} $(ps -o pid= --ppid {postmaster})"));
    }

    /// <summary>Runs statements.</summary>
    public async Task ExecuteAsync(string statements)
    {
        await using var command = _source!.CreateCommand(statements);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Asks for one value, as text. Null: there is none.</summary>
    public async Task<string?> AskAsync(string question)
    {
        await using var command = _source!.CreateCommand(question);
        return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private Task ControlAsync(params string[] arguments) => RunAsync([Path.Combine(Programs, "pg_ctl"), "-D", "data", "-w", .. arguments]);

    private async Task RunAsync(params string[] command)
    {
        using var process = Begin(command);

        // The server that it starts inherits no pipe that could be waited for: what it says goes into its log.
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Begins a program in the server's folder, as the server's user: it refuses to be run by root.</summary>
    public Process Begin(params string[] command)
    {
        string[] whole = Environment.IsPrivilegedProcess ? ["runuser", "-u", "postgres", "--", .. command] : command;
        if (Environment.IsPrivilegedProcess)
        {
            using var own = Process.Start("chown", ["postgres", _folder]);
            own.WaitForExit();
        }

        var start = new ProcessStartInfo(whole[0], whole[1..])
        {
            WorkingDirectory = _folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["BIN"] = Programs,
                ["USER_NAME"] = User,
                ["PASSWORD"] = Password,
                ["CERTIFICATE"] = _certificate.Certificate,
                ["KEY"] = _certificate.Key,
                ["SETTINGS"] = $"""
                    listen_addresses = 'localhost'
                    port = {_port}
                    ssl = on
                    ssl_cert_file = '{_folder}/server.crt'
                    ssl_key_file = '{_folder}/server.key'
                    unix_socket_directories = '{_folder}'
                    fsync = off
                    autovacuum = off
                    shared_buffers = 16MB
                    lc_messages = C
                    """,
            },
        };
        return Process.Start(start)!;
    }
}
