using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Gatehouse.Functional.Harness;

/// <summary>A running <c>gatehouse</c> process on ports of its own choosing.</summary>
internal sealed partial class EdgeProcess : IAsyncDisposable
{
    private const int Sigterm = 15;
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource<string> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private EdgeProcess(Process process) => _process = process;

    /// <summary>The public address.</summary>
    public string Url { get; private set; } = string.Empty;

    /// <summary>The admin address.</summary>
    public string AdminUrl { get; private set; } = string.Empty;

    /// <summary>Everything it has printed so far.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Most memory it has held at once, in bytes.</summary>
    public long PeakMemory => Status("VmHWM");

    /// <summary>Whether it has ended, and how.</summary>
    public int? ExitCode => _process.HasExited ? _process.ExitCode : null;

    /// <summary>Starts it and waits until it says where it listens.</summary>
    public static async Task<EdgeProcess> StartAsync(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(ServerProgram.Path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        var edge = new EdgeProcess(new() { StartInfo = start, EnableRaisingEvents = true });
        edge._process.OutputDataReceived += (_, line) => edge.Take(line.Data);
        edge._process.ErrorDataReceived += (_, line) => edge.Take(line.Data);
        edge._process.Exited += (_, _) => edge._listening.TrySetException(new InvalidOperationException("The server ended before it listened:\n" + edge.Output));
        edge._process.Start();
        edge._process.BeginOutputReadLine();
        edge._process.BeginErrorReadLine();
        var addresses = (await edge._listening.Task.WaitAsync(TimeSpan.FromSeconds(30))).Split(", ");
        (edge.Url, edge.AdminUrl) = (addresses[0], addresses[^1]);
        return edge;
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(ServerProgram.Path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return (process.ExitCode, await output + await error);
    }

    /// <summary>Asks it to stop, as a service manager does.</summary>
    public void Terminate() => _ = SendSignal(_process.Id, Sigterm);

    /// <summary>Ends it on the spot, as a power cut does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits for its end.</summary>
    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(40));
        return _process.ExitCode;
    }

    /// <summary>Waits until it has printed a text.</summary>
    public async Task WaitForOutputAsync(string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!Output.Contains(text, StringComparison.Ordinal))
        {
            await Task.Delay(20, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        _output.Enqueue(line);
        if (ListensOn().Match(line) is { Success: true } match)
        {
            _listening.TrySetResult(match.Groups[1].Value);
        }
    }

    private long Status(string key)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith(key, StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    [GeneratedRegex("Gatehouse listens on (.+?) for ")]
    private static partial Regex ListensOn();

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
