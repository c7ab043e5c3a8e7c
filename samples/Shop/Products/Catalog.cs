namespace Gatehouse.Samples.Shop.Products;

/// <summary>Looks into the catalogue.</summary>
internal static partial class Catalog
{
    public static Product? Find(string? slug) =>
        Products.FirstOrDefault(product => string.Equals(product.Slug, slug, StringComparison.Ordinal));

    public static Category? FindCategory(string? slug) =>
        Categories.FirstOrDefault(category => string.Equals(category.Slug, slug, StringComparison.Ordinal));

    /// <summary>The products of a shelf, or of all, whose name or line contains the words.</summary>
    public static IReadOnlyList<Product> Select(Category? category, string words) =>
    [
        .. Products.Where(product =>
            (category is null || product.Category == category)
            && (product.Name.Contains(words, StringComparison.OrdinalIgnoreCase)
                || product.Tagline.Contains(words, StringComparison.OrdinalIgnoreCase))),
    ];
}
