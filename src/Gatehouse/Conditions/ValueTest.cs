using Gatehouse.Sites;

namespace Gatehouse.Conditions;

/// <summary>What a condition asks of a value.</summary>
internal abstract class ValueTest
{
    /// <summary>Makes it ready.</summary>
    public static ValueTest Of(TestSettings settings) => settings.Kind switch
    {
        TestKind.True => new TruthTest(),
        TestKind.Equal or TestKind.In => new EqualityTest(settings.Values),
        TestKind.Match => new PatternTest(settings.Values[0]),
        TestKind.Exist => new ExistenceTest(bool.Parse(settings.Values[0])),
        TestKind.Contain => new ContentTest(settings.Values[0]),
        _ => new OrderTest(settings.Kind, settings.Values[0]),
    };

    /// <summary>Whether it holds.</summary>
    /// <param name="json">The value as JSON that was checked before. Empty: there is none.</param>
    public abstract bool Holds(ReadOnlySpan<byte> json);
}
