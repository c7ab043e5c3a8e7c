namespace Gatehouse.Samples.Shop.Products;

/// <summary>A shelf of the shop.</summary>
/// <param name="Slug">The name in addresses.</param>
/// <param name="Name">The name on the page.</param>
/// <param name="Line">One line about it.</param>
internal sealed record Category(string Slug, string Name, string Line);
