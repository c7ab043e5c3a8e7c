namespace Gatehouse.Html.Tests.Support;

internal sealed class ThrowingContent : IHeadContent
{
    public ReadOnlyMemory<byte> GetContent(in HeadFindings findings) => throw new NotSupportedException("no content");
}
