using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Settings;
using ActorGaze.Nn;

namespace ActorGaze.Tests.Actors.Settings;

/// <summary>Runs at once on each device, as files, the command line and the config verb write them.</summary>
public sealed class RunCountsTests
{
    private const string Key = "engine.runs-at-once";
    private static readonly RunsAtOnce Four = RunsAtOnce.Of([("cuda:0", 4), ("cpu", 2)]);

    [Theory]
    [InlineData("{cuda:0=4,cpu=2}")]
    [InlineData("{ \"cuda:0\" = 4, cpu = 2 }")]
    public void The_command_line_takes_what_a_file_takes(string value) =>
        Assert.Equal(Four, new RunCounts().Read(Layer.CommandLine([$"{Key}={value}"]).Single()));

    [Theory]
    [InlineData("{cpu=2,cpu=3}")]
    [InlineData("{}")]
    [InlineData("{cpu}")]
    [InlineData("{cpu=2,=3}")]
    public void What_is_no_count_for_each_device_is_refused(string value) =>
        Assert.Contains($"{Key}: found ", Assert.Throws<InvalidInputException>(() => new RunCounts().Read(Layer.CommandLine([$"{Key}={value}"]).Single())).Message, StringComparison.Ordinal);

    [Fact]
    public void What_is_shown_can_be_read_again()
    {
        var shown = Reference.Written(new RunCounts().Write(Key, Four));

        Assert.Equal("{ cpu = 2, \"cuda:0\" = 4 }", shown);
        Assert.Equal(Four, new RunCounts().Read(Layer.Parse($"{Key} = {shown}", "file", _ => null).Single()));
        Assert.Equal(shown, Reference.Written(Layer.CommandLine([$"{Key}={{cpu=2, cuda:0=4}}"]).Single()));
    }
}
