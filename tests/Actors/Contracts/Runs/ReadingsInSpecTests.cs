using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Gaze;

namespace ActorGaze.Tests.Actors.Contracts.Runs;

/// <summary>How a spec's reading of the gaze is written.</summary>
public sealed class ReadingsInSpecTests
{
    [Fact]
    public void The_usual_reading_is_not_written_so_that_hashes_are_what_they_were()
    {
        var written = JsonSerializer.Serialize(Samples.Spec.Gaze, Json.Options);

        Assert.DoesNotContain("layer", written, StringComparison.Ordinal);
        Assert.DoesNotContain("normalise", written, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_one_is_written_and_read_back_and_has_another_hash()
    {
        var spec = Samples.Spec with { Gaze = Samples.Spec.Gaze with { Layer = "grid28", Normalise = GazeNormalisation.Sum } };
        var written = JsonSerializer.Serialize(spec, Json.Options);

        Assert.Contains("\"normalise\":\"sum\"", written, StringComparison.Ordinal);
        Assert.Contains("\"layer\":\"grid28\"", written, StringComparison.Ordinal);
        Assert.Equal(spec, JsonSerializer.Deserialize<RunSpec>(written, Json.Options));
        Assert.NotEqual(Samples.Spec.BitsHash(), spec.BitsHash());
        Assert.Contains("gaze.layer: nothing before, \"grid28\" now", Extension.Difference(Samples.Spec, spec), StringComparison.Ordinal);
    }
}
