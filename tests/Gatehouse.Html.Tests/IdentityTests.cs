using System.Text;
using Gatehouse.Html.Tests.Support;
using Gatehouse.Html.Tokenizing;

namespace Gatehouse.Html.Tests;

/// <summary>Bytes that nobody asked to change do not change, however they are cut.</summary>
public sealed class IdentityTests
{
    [Theory]
    [InlineData(HeadPosition.Start, false)]
    [InlineData(HeadPosition.Start, true)]
    [InlineData(HeadPosition.End, false)]
    [InlineData(HeadPosition.End, true)]
    public void A_declining_injector_changes_no_byte(HeadPosition position, bool leaveFragments)
    {
        var options = new InHead(position, LeavesFragments: leaveFragments);
        foreach (var input in Html5lib.Inputs)
        {
            foreach (var (name, sizes) in Cuts.All)
            {
                var injection = Injection.Of(input, options, sizes, content: "");
                Assert.True(input.AsSpan().SequenceEqual(injection.Output), $"{name}: {Encoding.UTF8.GetString(input)}");
                Assert.True(injection.Content.Asked <= 1);
            }
        }
    }

    [Theory]
    [InlineData(HeadPosition.Start, false)]
    [InlineData(HeadPosition.Start, true)]
    [InlineData(HeadPosition.End, false)]
    [InlineData(HeadPosition.End, true)]
    public void The_place_does_not_depend_on_the_cuts(HeadPosition position, bool leaveFragments)
    {
        var options = new InHead(position, LeavesFragments: leaveFragments);
        foreach (var input in Html5lib.Inputs)
        {
            var expected = Injection.Of(input, options, static length => [length]);
            foreach (var (name, sizes) in Cuts.All)
            {
                var injection = Injection.Of(input, options, sizes);
                Assert.True(
                    expected.Output.AsSpan().SequenceEqual(injection.Output) && expected.Outcome == injection.Outcome,
                    $"{name}: {Encoding.UTF8.GetString(input)}\n{expected.Outcome} {expected.Text}\n{injection.Outcome} {injection.Text}");
            }
        }
    }
}
