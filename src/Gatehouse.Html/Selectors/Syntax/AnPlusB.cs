using System.Globalization;

namespace Gatehouse.Html.Selectors.Syntax;

/// <summary>Every number <c>a·n + b</c> with n from zero.</summary>
internal readonly record struct AnPlusB(int A, int B)
{
    /// <param name="number">From one.</param>
    public bool Contains(int number)
    {
        var distance = (long)number - B;
        return A == 0 ? distance == 0 : distance % A == 0 && distance / A >= 0;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{A}n{B:+0;-0;+0}");
}
