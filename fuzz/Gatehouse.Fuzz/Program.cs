using Gatehouse.Fuzz;
using SharpFuzz;

// TARGET: under afl-fuzz. TARGET FILE...: the same once for each file, to look at a finding without a fuzzer.
ReadOnlySpanAction target = args switch
{
    ["head", ..] => HeadTarget.Run,
    ["encoding", ..] => EncodingSnifferTarget.Run,
    ["event", ..] => EventTarget.Run,
    ["selector", ..] => SelectorTarget.Run,
    ["rewriter", ..] => RewriterTarget.Run,
    _ => throw new ArgumentException("usage: Gatehouse.Fuzz head|encoding|event|selector|rewriter [FILE...]"),
};
if (args.Length > 1)
{
    foreach (var file in args[1..])
    {
        target(File.ReadAllBytes(file));
    }
}
else
{
    Fuzzer.OutOfProcess.Run(stream => target(ReadAll(stream)));
}

static byte[] ReadAll(Stream stream)
{
    using var memory = new MemoryStream();
    stream.CopyTo(memory);
    return memory.ToArray();
}
