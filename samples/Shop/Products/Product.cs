using System.Globalization;

namespace Gatehouse.Samples.Shop.Products;

/// <summary>Something the shop would sell, if it could.</summary>
internal sealed record Product(string Slug, string Sku, string Name, Category Category, decimal Price)
{
    /// <summary>A few words for a card.</summary>
    public required string Tagline { get; init; }

    /// <summary>A few sentences for the product's own page.</summary>
    public required string Text { get; init; }

    /// <summary>What the drawing shows, for those who do not see it.</summary>
    public required string Drawing { get; init; }

    public required IReadOnlyList<(string Name, string Value)> Facts { get; init; }

    public string PriceText => string.Create(CultureInfo.InvariantCulture, $"€{Price:0.00}");

    public string Path => "/products/" + Slug;

    public string Art => $"art/{Slug}.svg";
}
