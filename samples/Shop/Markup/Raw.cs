namespace Gatehouse.Samples.Shop.Markup;

/// <summary>Markup of our own that is to be written as it is.</summary>
internal readonly record struct Raw(string Html);
