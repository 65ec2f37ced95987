using ActorGaze.Nn;
using ActorGaze.Nn.Checks;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tests.Nn.Checks;

[CollectionDefinition(nameof(NetworkCheckTests), DisableParallelization = true)] // others may draw from the process-wide generator
[Collection(nameof(NetworkCheckTests))]
public sealed class NetworkCheckTests
{
    public NetworkCheckTests() => IntraOpThreads.Set(1);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(4, 1)]
    public void The_networks_of_the_paper_keep_the_contract(int level, int channels)
    {
        var report = NetworkCheck.Run(NetworkSpec.OfLevel(level), new NetworkShape(channels, ImageForm.UsualSide, 3));

        Assert.All(report.Findings, finding => Assert.True(finding.Holds, $"{finding.Check}: {finding.Text}"));
        Assert.Equal(["build", "two builds", "shapes", "stages", "samples", "gradients", "training", "cost"], report.Findings.Select(finding => finding.Check));
        Assert.Equal((14L, 14L), (report.Height, report.Width));
    }

    [Fact]
    public void At_an_odd_grid_a_network_of_the_paper_keeps_it_without_the_stage_that_halves_it()
    {
        var report = NetworkCheck.Run(NetworkSpec.OfLevel(1), new NetworkShape(1, 112, 2));

        Assert.All(report.Findings, finding => Assert.True(finding.Holds, $"{finding.Check}: {finding.Text}"));
        var stages = report.Findings.Single(finding => finding.Check == "stages").Text;
        Assert.Contains("grid28", stages, StringComparison.Ordinal);
        Assert.DoesNotContain("grid7", stages, StringComparison.Ordinal);
        NetworkCheck.Require(NetworkSpec.OfLevel(1), new NetworkShape(1, 112, 2), 1, layer: "first");
        Assert.Contains("the stage 'grid7' is not on the network's way", Assert.Throws<BrokenPartException>(
            () => NetworkCheck.Require(NetworkSpec.OfLevel(1), new NetworkShape(1, 112, 2), 1, layer: "grid7")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("narrow", 1)]
    [InlineData("patches", 1)]
    [InlineData("patches", 3)]
    public void So_do_networks_of_another_grid_and_other_layers(string name, int channels)
    {
        var report = NetworkCheck.Run(Labs.Network(Labs.Mine, name, ("width", "24")), new NetworkShape(channels, ImageForm.UsualSide, 2));

        Assert.All(report.Findings, finding => Assert.True(finding.Holds, $"{finding.Check}: {finding.Text}"));
        Assert.Equal((24L, 7L, 7L), (report.Maps, report.Height, report.Width));
        Assert.NotNull(report.Cost);
    }

    [Theory]
    [InlineData("throws", "shapes", "its code threw InvalidOperationException: no such layer")]
    [InlineData("mixes", "samples", "in training mode Classify mixes samples: the score of one depends on the maps of another.")]
    [InlineData("global", "training", "a step draws from libtorch's process-wide generator")]
    [InlineData("draws", "two builds", "'places' differs between two builds from one seed: its first value does not come from the seed. Draw it in DrawWeights")]
    [InlineData("leaks", "training", "a step leaves 1 tensor behind, so memory would fill up.")]
    [InlineData("flat", "shapes", "Features made [3, 392] of images [3, 1, 224, 224]; allowed: maps (N,K,h,w)")]
    [InlineData("detached", "samples", "Classify's scores do not depend on the maps that it is given, or in no way that has a gradient.")]
    [InlineData("lies", "gradients", "PooledLinear names a layer, and the gradient of Classify is not that layer's weights over h·w.")]
    public void What_breaks_it_is_told_with_what_to_do(string name, string check, string text)
    {
        var report = NetworkCheck.Run(Labs.Network(Labs.Broken, name), NetworkShape.Of(2));

        var wrong = report.Findings.Last();
        Assert.False(report.Holds);
        Assert.Equal((check, false), (wrong.Check, wrong.Holds));
        Assert.StartsWith(text, wrong.Text, StringComparison.Ordinal);
        Assert.Equal(name == "throws", wrong.Stack?.Contains("BrokenLab.Broken.Features", StringComparison.Ordinal) ?? false);
        var refusal = Assert.Throws<BrokenPartException>(() => NetworkCheck.Require(Labs.Network(Labs.Broken, name), NetworkShape.Of(2), 1)).Message;
        Assert.StartsWith($"The network '{name}' does not keep the contract: {check}: ", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_check_moves_no_chance_of_the_process_and_leaves_no_tensor_behind()
    {
        using var before = TorchSharp.torch.get_rng_state();
        NetworkCheck.Run(Labs.Network(Labs.Mine, "patches"), NetworkShape.Of(2));
        var live = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        NetworkCheck.Run(Labs.Network(Labs.Mine, "patches"), NetworkShape.Of(2));

        Assert.Equal(live, TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        using var after = TorchSharp.torch.get_rng_state();
        Assert.Equal(before.bytes.ToArray(), after.bytes.ToArray());
    }
}
