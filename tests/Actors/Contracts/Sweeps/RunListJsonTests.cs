using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;

namespace ActorGaze.Tests.Actors.Contracts.Sweeps;

public sealed class RunListJsonTests
{
    private static readonly SweepSpec Grid = SweepSpec.Of(
        "s",
        new SweepGrid("s", Samples.Spec) { Networks = PaperNetworks.Of(1, 3), GazeWeights = [0, -12.5], Trials = 3 }.Runs()
            .Append(Samples.Spec with { Id = new RunId("other"), Epochs = 99, Variant = "batch16" }));

    [Fact]
    public void A_sweep_is_read_as_it_was_written()
    {
        var read = JsonSerializer.Deserialize<SweepSpec>(JsonSerializer.Serialize(Grid, Json.Options), Json.Options);

        Assert.Equal(Grid, read);
    }

    [Fact]
    public void What_runs_share_is_written_once()
    {
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(Grid, Json.Options));

        var runs = json.RootElement.GetProperty("runs");
        Assert.Equal((2, 13), (runs.GetProperty("shared").GetArrayLength(), runs.GetProperty("rows").GetArrayLength()));
    }

    [Fact]
    public void A_list_of_whole_specs_as_older_versions_wrote_it_is_read()
    {
        var specs = JsonSerializer.Serialize(Grid.Runs.ToArray(), Json.Options);

        var read = JsonSerializer.Deserialize<SweepSpec>($$"""{"name":"s","runs":{{specs}},"evaluation":"learning"}""", Json.Options);

        Assert.Equal(Grid.Runs, read!.Runs);
    }

    [Theory]
    [InlineData("""{"shared":[],"rows":[[0,"r",1,1,1,0]]}""", "part 0 of 0")]
    [InlineData("""{"other":[]}""", "'other'")]
    [InlineData("7", "neither a list nor rows")]
    public void What_is_no_list_of_runs_is_told(string runs, string told)
    {
        var wrong = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<SweepSpec>($$"""{"name":"s","runs":{{runs}}}""", Json.Options));

        Assert.Contains(told, wrong.Message, StringComparison.Ordinal);
    }
}
