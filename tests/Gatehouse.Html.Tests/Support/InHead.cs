using System.Collections.Concurrent;

namespace Gatehouse.Html.Tests.Support;

/// <summary>How content is put into heads; charset is what the transport says.</summary>
internal sealed record InHead(HeadPosition Position, bool LeavesFragments = false, string? Charset = null, int MaxMemory = 64 * 1024)
{
    private static readonly ConcurrentDictionary<InHead, HtmlRewriterProgram> Programs = new();

    /// <summary>A graceful program whose handler asks the <see cref="FixedContent"/> that the document was opened with.</summary>
    public HtmlRewriterProgram Program => Programs.GetOrAdd(this, static how => new HtmlRewriterBuilder(
        new HtmlRewriterOptions { LeavesFragments = how.LeavesFragments, MaxMemory = how.MaxMemory, IsGraceful = true })
        .OnHead(how.Position, static head => ((FixedContent)head.State!).PutInto(head))
        .Build());
}
