using ActorGaze.Nn.Checks;
using ActorGaze.Nn.Parts;
using Xunit;

namespace MyLab.Tests;

public sealed class NarrowTests
{
    private static readonly Plugin Brought = Plugin.Load(typeof(Lab).Assembly.Location);

    [Theory]
    [InlineData("4")]
    [InlineData("16")]
    public void It_keeps_the_contract(string width)
    {
        var report = NetworkCheck.Run(Brought.Network("narrow", ("width", width)), NetworkShape.Of(classes: 2));

        Assert.All(report.Findings, finding => Assert.True(finding.Holds, $"{finding.Check}: {finding.Text}"));
        Assert.Equal((7, 7), (report.Height, report.Width));
    }
}
