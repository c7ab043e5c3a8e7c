using BenchmarkDotNet.Running;
using Gatehouse.Benchmarks.Html;

// pages DIR: writes the pages; rates FILE...: MB/s of the rewriter, for bench/rewriter; else BenchmarkDotNet.
switch (args)
{
    case ["pages", var folder]:
        Pages.Write(folder);
        break;
    case ["rates", .. var files]:
        Rates.Print(files);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        break;
}
