using System.Globalization;

namespace Gatehouse.Profiles;

/// <summary>A condition on one value, to which one test may be added. Values that are missing pass no test but <see cref="Exists"/> with false.</summary>
public sealed class WhenValue : When
{
    internal WhenValue(string subject, string name)
        : base([Pair(subject, name)])
    {
    }

    private WhenValue(IReadOnlyList<KeyValuePair<string, string>> texts)
        : base(texts)
    {
    }

    /// <summary>It is this text; or a number of this value; or the literal of this name.</summary>
    /// <param name="value">The text, compared with regard to case.</param>
    public When EqualTo(string value) => With(Pair("Equals", value));

    /// <summary>It is a number of this value, or a text that says it.</summary>
    /// <param name="value">The number; finite.</param>
    public When EqualTo(double value) => With(Pair("Equals", Text(value)));

    /// <summary>It is true, or it is false.</summary>
    /// <param name="value">Which.</param>
    public When EqualTo(bool value) => With(Pair("Equals", value ? bool.TrueString : bool.FalseString));

    /// <summary>It is equal to one of these.</summary>
    /// <param name="values">At least one.</param>
    public When In(params IReadOnlyList<string> values) => With([.. OneOf("In", values)]);

    /// <summary>It is a text in which a regular expression finds something.</summary>
    /// <param name="pattern">The expression, without lookarounds, back references and atomic groups.</param>
    public When Matches(string pattern) => With(Pair("Matches", pattern));

    /// <summary>It is there and not null, or it is not.</summary>
    /// <param name="value">False: it is not there, or null.</param>
    public When Exists(bool value = true) => With(Pair("Exists", value ? bool.TrueString : bool.FalseString));

    /// <summary>It is a text with this in it, or an array with this as an entry.</summary>
    /// <param name="value">The text.</param>
    public When Contains(string value) => With(Pair("Contains", value));

    /// <summary>It is a greater number.</summary>
    /// <param name="value">Than this one; finite.</param>
    public When Greater(double value) => With(Pair("Greater", Text(value)));

    /// <summary>It is a later date.</summary>
    /// <param name="value">Than this one.</param>
    public When Greater(DateTimeOffset value) => With(Pair("Greater", Text(value)));

    /// <summary>It is no less a number.</summary>
    /// <param name="value">Than this one; finite.</param>
    public When GreaterOrEqual(double value) => With(Pair("GreaterOrEqual", Text(value)));

    /// <summary>It is no earlier a date.</summary>
    /// <param name="value">Than this one.</param>
    public When GreaterOrEqual(DateTimeOffset value) => With(Pair("GreaterOrEqual", Text(value)));

    /// <summary>It is a smaller number.</summary>
    /// <param name="value">Than this one; finite.</param>
    public When Less(double value) => With(Pair("Less", Text(value)));

    /// <summary>It is an earlier date.</summary>
    /// <param name="value">Than this one.</param>
    public When Less(DateTimeOffset value) => With(Pair("Less", Text(value)));

    /// <summary>It is no greater a number.</summary>
    /// <param name="value">Than this one; finite.</param>
    public When LessOrEqual(double value) => With(Pair("LessOrEqual", Text(value)));

    /// <summary>It is no later a date.</summary>
    /// <param name="value">Than this one.</param>
    public When LessOrEqual(DateTimeOffset value) => With(Pair("LessOrEqual", Text(value)));

    private WhenValue With(params IReadOnlyList<KeyValuePair<string, string>> test) => new([.. Texts, .. test]);

    private static string Text(double value) => double.IsFinite(value)
        ? value.ToString("R", CultureInfo.InvariantCulture)
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A value is compared with a finite number.");

    private static string Text(DateTimeOffset value) => value.ToString("O", CultureInfo.InvariantCulture);
}
