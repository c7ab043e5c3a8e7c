using System.Globalization;
using BenchmarkDotNet.Running;
using Gatehouse.Benchmarks.Html;
using Gatehouse.Benchmarks.Storage;

// pages DIR: writes the pages; rates FILE...: MB/s of the rewriter, for bench/rewriter; log DIR SECONDS: events a second that the log takes on the disk of DIR;
// open DIR MILLIONS: fills DIR and is killed, then how long it takes to open it;
// profiles DIR COUNT SECONDS: reads of that many profiles while others are written; else BenchmarkDotNet.
switch (args)
{
    case ["pages", var folder]:
        Pages.Write(folder);
        break;
    case ["rates", .. var files]:
        Rates.Print(files);
        break;
    case ["log", var folder, var seconds]:
        await EventLogRuns.PrintAsync(folder, int.Parse(seconds, CultureInfo.InvariantCulture));
        break;
    case ["profiles", var folder, var count, var seconds]:
        await ProfileReadRuns.PrintAsync(folder, int.Parse(count, CultureInfo.InvariantCulture), int.Parse(seconds, CultureInfo.InvariantCulture));
        break;
    case ["open", var folder, var millions]:
        await EventLogOpening.RunAsync(folder, int.Parse(millions, CultureInfo.InvariantCulture));
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        break;
}
