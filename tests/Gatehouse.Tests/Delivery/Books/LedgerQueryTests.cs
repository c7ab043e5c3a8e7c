using Gatehouse.Delivery.Books;

namespace Gatehouse.Tests.Delivery.Books;

/// <summary>What the ledger may be asked.</summary>
public sealed class LedgerQueryTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 34, 56, TimeSpan.Zero);

    [Theory]
    [InlineData("by=minute", "2026-03-01 11:35", "2026-03-01 12:35", 1)]
    [InlineData("by=hour", "2026-02-28 12:00", "2026-03-01 13:00", 60)]
    [InlineData("by=day&from=7d", "2026-02-22 00:00", "2026-03-02 00:00", 1440)]
    [InlineData("by=hour&from=2026-02-01&to=2026-02-02", "2026-02-01 00:00", "2026-02-02 00:00", 60)]
    [InlineData("from=2026-02-01T10:30Z&to=2026-02-01T13:30:30+02:00", "2026-02-01 10:30", "2026-02-01 11:31", 61)]
    [InlineData("from=90m", "2026-03-01 11:04", "2026-03-01 12:35", 91)]
    [InlineData("from=999999999d", "1970-01-01 00:00", "2026-03-01 12:35", 29539475)]
    public void Times_are_widened_to_whole_rows(string query, string from, string to, long step)
    {
        var read = Read(query, out _);

        Assert.NotNull(read);
        Assert.Equal((from, to, step), ($"{Minutes.Begin(read.From):yyyy-MM-dd HH:mm}", $"{Minutes.Begin(read.To):yyyy-MM-dd HH:mm}", read.Step));
    }

    [Fact]
    public void Without_a_time_the_totals_are_meant()
    {
        Assert.Equal(LedgerQuery.Totals with { Site = "shop" }, Read("site=shop&destination=&from=", out _));
    }

    [Theory]
    [InlineData("by=week", "by is minute, hour or day")]
    [InlineData("from=yesterday", "from is not a time: write 2026-11-25")]
    [InlineData("to=2026-13-01", "to is not a time")]
    [InlineData("from=m", "from is not a time")]
    [InlineData("from=99999999999d", "from is not a time")]
    [InlineData("from=1h&to=2h", "from is not before to")]
    [InlineData("from=2d&by=minute", "Those are 2881 times, and at most 1500 are answered")]
    public void What_is_wrong_is_refused_with_the_mend(string query, string refusal)
    {
        Assert.Null(Read(query, out var said));
        Assert.StartsWith(refusal, said, StringComparison.Ordinal);
    }

    private static LedgerQuery? Read(string query, out string refusal)
    {
        var parameters = query.Split('&').Select(static part => part.Split('=')).ToDictionary(static part => part[0], static part => part[1], StringComparer.Ordinal);
        return LedgerQuery.Read(parameters.GetValueOrDefault, Now, out refusal);
    }
}
