using System.Diagnostics;

namespace Gatehouse.Functional.Clients;

/// <summary>The clients, installed once from their lock; and Node to run them.</summary>
public sealed class ClientsFixture : IAsyncLifetime
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    /// <summary>The folder with the scripts and their packages.</summary>
    public string Folder { get; } = Find();

    public async ValueTask InitializeAsync()
    {
        var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        if (!installed.Exists || installed.LastWriteTimeUtc < File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
        {
            await RunAsync("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        }
    }

    /// <summary>Runs a script to its end; fails when it does.</summary>
    /// <param name="script">Name of the file.</param>
    /// <param name="arguments">Its arguments.</param>
    public Task RunScriptAsync(string script, params IEnumerable<string> arguments) => RunAsync("node", [script, .. arguments]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task RunAsync(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Longest);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}:\n{await output}{await error}");
    }

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var clients = Path.Combine(folder, "tests", "Gatehouse.Functional", "Clients");
            if (File.Exists(Path.Combine(clients, "package.json")))
            {
                return clients;
            }
        }

        throw new DirectoryNotFoundException("The clients' folder is not above the tests.");
    }
}
