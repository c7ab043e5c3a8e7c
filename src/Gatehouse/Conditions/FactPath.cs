using System.Text;

namespace Gatehouse.Conditions;

/// <summary>
/// Names with dots between. A name may hold dots itself, so every way to cut the path is tried, longest first name first: <c>a.b.c</c>
/// is the member <c>a.b.c</c>, else <c>c</c> in <c>a.b</c>, else what <c>b.c</c> is in <c>a</c>.
/// </summary>
internal sealed class FactPath
{
    private readonly FactStep[] _steps;

    private FactPath(FactStep[] steps) => _steps = steps;

    /// <summary>The ways to begin, in the order in which they are tried.</summary>
    public ReadOnlySpan<FactStep> Steps => _steps;

    /// <summary>Reads a path.</summary>
    public static FactPath Parse(string text)
    {
        var names = text.Split('.');
        var tails = new FactPath?[names.Length + 1];
        for (var first = names.Length - 1; first >= 0; first--)
        {
            var steps = new List<FactStep>();
            for (var next = names.Length; next > first; next--)
            {
                var name = string.Join('.', names[first..next]);
                steps.Add(new(name, Encoding.UTF8.GetBytes(name), tails[next]));
            }

            tails[first] = new([.. steps]);
        }

        return tails[0]!;
    }
}
