using Gatehouse.Storage.Log;

namespace Gatehouse.Tests.Storage.Log;

public sealed class TimeSpanPositionsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    // Three stretches, whose last commits were at 12, 13 and 14 o'clock.
    private static readonly (long First, long End, DateTimeOffset Newest)[] Stretches = [(10, 20, Noon), (20, 30, Noon.AddHours(1)), (30, 40, Noon.AddHours(2))];

    [Theory]
    [InlineData(-60, 240, 10, 40)]
    [InlineData(30, 240, 20, 40)]
    [InlineData(30, 40, 20, 30)]
    [InlineData(-60, -30, 10, 20)]
    [InlineData(61, 240, 20, 40)] // A minute is left for clocks that were put right.
    [InlineData(62, 240, 30, 40)]
    [InlineData(180, 240, 40, 40)]
    public void A_span_is_narrowed_to_the_stretches_that_may_have_events_of_it(int from, int to, long first, long next) =>
        Assert.Equal((first, next), TimeSpanPositions.Of(Stretches, 40, Noon.AddMinutes(from), Noon.AddMinutes(to)));

    [Fact]
    public void A_log_without_events_has_none_of_any_span() => Assert.Equal((7, 7), TimeSpanPositions.Of([], 7, DateTimeOffset.MinValue, DateTimeOffset.MaxValue));
}
