using System.Text;
using ActorGaze.Actors.Telemetry;
using ActorGaze.Tui.Logging;

namespace ActorGaze.Tests.Tui.Logging;

/// <summary>The metrics' way to a collector.</summary>
[Slow]
public sealed class OtlpSpecs
{
    [Theory]
    [InlineData("", "POST /v1/metrics")]
    [InlineData("/api/v1/otlp/v1/metrics", "POST /api/v1/otlp/v1/metrics")]
    public async Task A_collector_has_the_last_figures_when_the_export_ends(string path, string expected)
    {
        await using var collector = await new StandIn().UpAsync();

        using (OtlpExport.To(new Uri(collector.Url + path))) Instruments.Steps("exported", 1, 4);

        var post = Assert.Single(collector.Posts);
        Assert.Equal(expected, post.Path);
        Assert.Contains("actorgaze.images", Encoding.Latin1.GetString(post.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collector_that_is_down_is_no_error()
    {
        await using var collector = new StandIn();
        var export = OtlpExport.To(new Uri(collector.Url));

        Assert.Null(Record.Exception(export.Dispose));
    }
}
