using Gatehouse.Tools.Rewrite;

// Rewrites documents as JSON requests say: one a line in, one answer a line out, in order, until the input ends.
using var input = new StreamReader(Console.OpenStandardInput());
using var output = Console.OpenStandardOutput();
while (input.ReadLine() is { } line)
{
    output.Write(Answer.To(line));
    output.Flush();
}
