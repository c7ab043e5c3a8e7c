using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Gatehouse.Samples.Shop.Products;

/// <summary>
/// A warehouse that sells all day. What is in stock follows from the clock alone, so that every visitor sees the same
/// and nothing has to be kept: each product sells down in its own rhythm and is filled up again.
/// </summary>
internal sealed class StockRoom(TimeProvider clock)
{
    /// <summary>The most that the shelf of one product holds.</summary>
    public const int Full = 48;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>How many pieces of a product there are now.</summary>
    public int Count(Product product) => CountAt(IndexOf(product), Now());

    /// <summary>First all products, then a product each time its number changes.</summary>
    public async IAsyncEnumerable<SseItem<byte[]>> WatchAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var seen = Now();
        for (var index = 0; index < Catalog.Products.Count; index++)
        {
            yield return Message(index, CountAt(index, seen), 0);
        }

        using var timer = new PeriodicTimer(Tick, clock);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            var now = Now();
            for (var index = 0; index < Catalog.Products.Count; index++)
            {
                var count = CountAt(index, now);
                var change = count - CountAt(index, seen);
                if (change != 0)
                {
                    yield return Message(index, count, change);
                }
            }

            seen = now;
        }
    }

    private static int IndexOf(Product product)
    {
        for (var index = 0; index < Catalog.Products.Count; index++)
        {
            if (Catalog.Products[index] == product)
            {
                return index;
            }
        }

        throw new ArgumentException($"'{product.Slug}' is not in the catalogue.", nameof(product));
    }

    // Each product sells one piece every 3 to 14 seconds, starting from another level; below nothing it is full again.
    private static int CountAt(int index, long second)
    {
        var pace = 3 + (index * 5 % 12);
        var sold = (second / pace) + (index * 17);
        return Full - (int)(sold % (Full + 1));
    }

    private static SseItem<byte[]> Message(int index, int count, int change)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("slug"u8, Catalog.Products[index].Slug);
            writer.WriteNumber("count"u8, count);
            writer.WriteNumber("change"u8, change);
            writer.WriteEndObject();
        }

        return new SseItem<byte[]>(stream.ToArray(), "stock");
    }

    private long Now() => clock.GetUtcNow().ToUnixTimeSeconds();
}
