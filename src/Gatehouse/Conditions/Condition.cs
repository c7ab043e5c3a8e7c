using Gatehouse.Sites;

namespace Gatehouse.Conditions;

/// <summary>A condition, made ready to be asked. Asking allocates nothing.</summary>
internal sealed class Condition
{
    private readonly ConditionSubject? _subject;
    private readonly FactPath _path;
    private readonly ValueTest _test;
    private readonly Condition[] _parts;
    private readonly Joined _joined;

    private Condition(ConditionSettings settings)
    {
        _subject = settings.Subject;
        _path = FactPath.Parse(settings.Name);
        _test = ValueTest.Of(settings.Test);
        (_joined, _parts) = settings switch
        {
            { All: { } all } => (Joined.All, Several(all)),
            { Any: { } any } => (Joined.Any, Several(any)),
            { Not: { } not } => (Joined.None, Several([not])),
            _ => (Joined.Any, []),
        };
    }

    // How the parts decide; with Not there is one part, and it must not hold.
    private enum Joined
    {
        All,
        Any,
        None,
    }

    /// <summary>Makes it ready.</summary>
    public static Condition Compile(ConditionSettings settings) => new(settings);

    /// <summary>Whether it holds.</summary>
    /// <typeparam name="TFacts">A struct, so that each kind of facts has code of its own.</typeparam>
    public bool Holds<TFacts>(in TFacts facts)
        where TFacts : struct, IFacts, allows ref struct
    {
        if (_subject is { } subject)
        {
            return _test.Holds(facts.Find(subject, _path));
        }

        foreach (var part in _parts)
        {
            if (part.Holds(facts) != (_joined == Joined.All))
            {
                return _joined == Joined.Any;
            }
        }

        return _joined != Joined.Any;
    }

    private static Condition[] Several(IReadOnlyList<ConditionSettings> settings) => [.. settings.Select(Compile)];
}
