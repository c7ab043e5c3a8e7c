namespace Gatehouse.Sites;

/// <summary>What a condition asks of a value.</summary>
/// <param name="Kind">The test.</param>
/// <param name="Values">What the value is tested against: one text, and with <see cref="TestKind.In"/> as many as there are; none with <see cref="TestKind.True"/>.</param>
internal sealed record TestSettings(TestKind Kind, ValueList<string> Values)
{
    /// <summary>What is asked when nothing is said.</summary>
    public static TestSettings IsTrue { get; } = new(TestKind.True, []);

    /// <summary>Asks for one value.</summary>
    public static TestSettings Of(TestKind kind, string value) => new(kind, [value]);
}
