using Gatehouse.Storage;

namespace Gatehouse.Tests.Storage;

public sealed class SqliteErasuresTests : IDisposable
{
    private static readonly DateTimeOffset Time = new(2026, 11, 25, 10, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("gatehouse-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_was_received_before_the_order_is_erased_also_after_a_restart()
    {
        using (var erasures = SqliteErasures.Open(_folder))
        {
            Assert.True(await erasures.AddAsync("shop", null, "ann@shop.example", Time));
            Assert.True(await erasures.AddAsync("shop", "a1", null, Time));
        }

        using var again = SqliteErasures.Open(_folder);
        Assert.True(again.IsErased("shop", null, "ann@shop.example", Time));
        Assert.True(again.IsErased("shop", "a1", "other", Time));
        Assert.False(again.IsErased("shop", null, "ann@shop.example", Time.AddTicks(1)));
        Assert.False(again.IsErased("other", null, "ann@shop.example", Time));
        Assert.False(again.IsErased("shop", null, "a1", Time));
    }

    [Fact]
    public async Task The_file_holds_no_id()
    {
        using (var erasures = SqliteErasures.Open(_folder))
        {
            await erasures.AddAsync("shop", null, "ann@shop.example", Time);
        }

        foreach (var file in Directory.EnumerateFiles(_folder))
        {
            Assert.Equal(-1, (await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).AsSpan().IndexOf("ann"u8));
        }
    }
}
