using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Control;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Decoding;

namespace ActorGaze.Tests.Actors.Contracts.Runs;

/// <summary>data.depth in a run's spec: what was journalled before it was there means what it meant.</summary>
public class DepthOfRunTests
{
    private static readonly RunSpec Run = new(new RunId("r1"));

    [Fact]
    public void A_spec_of_a_version_without_it_is_the_same_text_and_the_same_bits()
    {
        Assert.DoesNotContain("depth", JsonSerializer.Serialize(Run, Json.Options), StringComparison.Ordinal);
        Assert.Equal(PixelDepth.Auto, JsonSerializer.Deserialize<RunSpec>("{\"id\":\"r1\"}", Json.Options)!.Depth);
    }

    [Theory]
    [InlineData(PixelDepth.Eight, "8")]
    [InlineData(PixelDepth.Twelve, "12")]
    [InlineData(PixelDepth.Sixteen, "16")]
    public void Another_depth_is_written_as_its_key_says_it_and_decides_the_bits(PixelDepth depth, string written)
    {
        var run = Run with { Depth = depth };
        var json = JsonSerializer.Serialize(run, Json.Options);

        Assert.Contains($"\"depth\":\"{written}\"", json, StringComparison.Ordinal);
        Assert.Equal(run, JsonSerializer.Deserialize<RunSpec>(json, Json.Options));
        Assert.NotEqual(Run.BitsHash(), run.BitsHash());
        Assert.Equal([$"depth: nothing before, \"{written}\" now"], Extension.Differences(Run, run));
    }

    [Fact]
    public void A_depth_that_there_is_not_is_refused_from_outside()
    {
        var fault = Assert.Throws<InvalidInputException>(() => SweepJson.Checked(SweepSpec.Of("s", [Run with { Depth = (PixelDepth)10 }])));

        Assert.Equal("runs[0].depth: found '10'; allowed: one of auto, 8, 12, 16.", fault.Message);
    }
}
