using System.Diagnostics;
using System.Globalization;

namespace Gatehouse.Benchmarks.Html;

/// <summary>MB/s of one thread, one line a case: page, case, by wall time, by CPU time. For a comparison with rewriters of other languages.</summary>
internal static class Rates
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(1500);
    private static readonly TimeSpan Time = TimeSpan.FromMilliseconds(600);

    public static void Print(IReadOnlyList<string> files)
    {
        foreach (var file in files)
        {
            var page = File.ReadAllBytes(file);
            var runs = new RewriterRuns(page);
            var handlers = new HandlerRuns(page);
            foreach (var (name, run) in handlers.All)
            {
                Print(file, "handlers: " + name, page.Length, run);
            }

            Print(file, "handlers: a place in the head", page.Length, runs.PutIntoHead);
            Print(file, "tokenizer: every token", page.Length, runs.Tokenize);
            foreach (var (name, run) in handlers.AngleSharp)
            {
                Print(file, "AngleSharp: " + name, page.Length, run);
            }

            Print(file, "string.Replace: append to head", page.Length, handlers.Replace);
        }
    }

    private static void Print(string file, string name, int pageLength, Func<int> run)
    {
        Measure(run, WarmUp);
        var (wall, cpu) = Measure(run, Time);
        var megabytes = pageLength / 1e6;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Path.GetFileName(file)}\t{name}\t{wall * megabytes:F0}\t{cpu * megabytes:F0}"));
    }

    /// <returns>Runs in a second of wall time and in a second of CPU time; the second figure is fair on a busy machine.</returns>
    private static (double Wall, double Cpu) Measure(Func<int> run, TimeSpan time)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        var count = 0;
        do
        {
            run();
            count++;
        }
        while (Stopwatch.GetElapsedTime(start) < time);
        var wall = Stopwatch.GetElapsedTime(start);
        return (count / wall.TotalSeconds, count / (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
    }
}
