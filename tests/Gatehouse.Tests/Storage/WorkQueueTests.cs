using Gatehouse.Storage;

namespace Gatehouse.Tests.Storage;

public sealed class WorkQueueTests
{
    [Fact]
    public void What_is_urgent_goes_first_and_both_count_for_the_bound()
    {
        var queue = new WorkQueue<int>(3);

        Assert.True(queue.TryAdd(1));
        Assert.True(queue.TryAdd(2));
        Assert.True(queue.TryAdd(3, isUrgent: true));
        Assert.False(queue.TryAdd(4, isUrgent: true));
        queue.Close();

        Assert.Equal([3, 1, 2], queue.TakeAll());
    }
}
