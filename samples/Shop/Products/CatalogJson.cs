using System.Text;
using System.Text.Json;
using Gatehouse.Samples.Shop.Markup;

namespace Gatehouse.Samples.Shop.Products;

/// <summary>What the script in the browser needs to know of the products.</summary>
internal static class CatalogJson
{
    /// <summary>Ready for a page: the writer's encoder has escaped whatever could end a script element.</summary>
    public static readonly Raw Content = new(Write());

    private static string Write()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartArray();
            foreach (var product in Catalog.Products)
            {
                writer.WriteStartObject();
                writer.WriteString("slug"u8, product.Slug);
                writer.WriteString("sku"u8, product.Sku);
                writer.WriteString("name"u8, product.Name);
                writer.WriteString("category"u8, product.Category.Name);
                writer.WriteNumber("price"u8, product.Price);
                writer.WriteString("art"u8, Layout.Address(product.Art));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
