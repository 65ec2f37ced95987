using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Settings;
using ActorGaze.Nn;

namespace ActorGaze.Tests.Actors.Settings;

/// <summary>Networks by name, their parameters, and assemblies that bring them, as a sweep file has them.</summary>
public sealed class NetworkKeysTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("networks-").FullName;

    public NetworkKeysTests() => File.Copy(Labs.Mine, Path.Combine(_folder, "mylab.dll"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Levels_are_names_of_networks_and_their_runs_are_called_as_ever()
    {
        var byLevel = Load("sweep { levels = [1, 2], gaze-weights = [0, 50] }");
        var byName = Load("sweep.gaze-weights = [0, 50]\nnetwork.name = [level1, level2]");

        Assert.Equal(["s-l1-w0-t1", "s-l1-w50-t1", "s-l2-w0-t1", "s-l2-w50-t1"], byLevel.Runs.Select(run => run.Id.Value));
        Assert.Equal(byLevel, byName);
        Assert.Equal([NetworkSpec.OfLevel(2)], Load("sweep.trials = 1").Runs.Select(run => run.Network));
    }

    [Fact]
    public void A_network_of_an_assembly_has_all_its_parameters_and_its_bytes_in_the_spec()
    {
        var run = Assert.Single(Load("sweep.plugins = [mylab.dll]\nnetwork { name = patches, width = 032 }").Runs);

        Assert.Equal("s-patches-w0-t1", run.Id.Value);
        Assert.Equal("act=relu blocks=2 dropout=0.1 width=32", string.Join(' ', run.Network.Parameters.Select(parameter => $"{parameter.Key}={parameter.Value}")));
        Assert.Equal(Plugin.Identify(Path.Combine(_folder, "mylab.dll")), run.Network.Plugin);
    }

    [Fact]
    public void A_parameter_may_be_an_axis_and_goes_to_the_networks_that_have_it()
    {
        var sweep = Load("sweep { plugins = [mylab.dll], trials = 2 }\nnetwork { name = [level1, narrow, patches], width = [16, 32], blocks = 1 }\ntraining.batch-size = [8, 16]");

        Assert.Equal(
            ["s-l1-w0-batch-size=8-t1", "s-narrow-w0-batch-size=8+width=16-t1", "s-narrow-w0-batch-size=8+width=32-t1", "s-patches-w0-batch-size=8+width=16-t1", "s-patches-w0-batch-size=8+width=32-t1"],
            sweep.Runs.Take(5).Select(run => run.Id.Value));
        Assert.Equal(2 * 2 * 5, sweep.Runs.Count);
        Assert.Equal(["batch-size=8+width=16", "batch-size=8+width=32"], sweep.Runs.Where(run => run.Network.Name == "narrow" && run.Trial == 1).Take(2).Select(run => run.Variant));
        Assert.All(sweep.Runs.Where(run => run.Network.Name == "patches"), run => Assert.Equal("1", run.Network.Parameters["blocks"]));
    }

    [Theory]
    [InlineData("network.name = level7", "network.name: found 'level7', and there is no such network; known: level1, level2, level3, level4, level5. The nearest is level1. A network of your own comes in an assembly that sweep.plugins names.")]
    [InlineData("sweep.plugins = [mylab.dll]\nnetwork.name = narow", "network.name: found 'narow', and there is no such network; known: level1, level2, level3, level4, level5, narrow, patches. The nearest is narrow.")]
    [InlineData("sweep.plugins = [mylab.dll]\nnetwork { name = narrow, widht = 8 }", "network.widht: the network 'narrow' has no such parameter; it has width. The nearest is width.")]
    [InlineData("sweep.plugins = [mylab.dll]\nnetwork { name = narrow, width = 2 }", "network.width: found '2'; allowed: a whole number from 4 to 256.")]
    [InlineData("sweep.plugins = [mylab.dll]\nnetwork { name = narrow, width = [8, 08] }", "network.width: found [8, 08]; allowed: each value once.")]
    [InlineData("sweep.plugins = [mylab.dll]\nnetwork { name = narrow, width = [] }", "network.width: found []; allowed: a value, or a list of at least one.")]
    [InlineData("sweep.plugins = [mylab.dll]\nnetwork { name = [level1, narrow], heads = 8 }", "network.heads: none of the networks level1, narrow has such a parameter.")]
    [InlineData("network.width = 8", "network.width: the network 'level2' has no parameter.")]
    [InlineData("sweep.levels = [1]\nnetwork.name = level2", "sweep.levels: found [1]; allowed: nothing beside network.name, which says which networks are trained; sweep.levels = [] takes it back.")]
    [InlineData("network.name = [level1, level1]", "network.name: found [level1, level1]; allowed: each value once (level1 stands there 2 times).")]
    [InlineData("network.name = \"my net\"", "network.name: found 'my net'; allowed: the name of a network:")]
    public void What_is_wrong_is_named_with_what_is_known(string text, string message) =>
        Assert.StartsWith($"{SweepFilePath}: {message}", Assert.Throws<InvalidInputException>(() => Load(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Assemblies_that_cannot_be_read_are_told_by_path()
    {
        Assert.Equal(
            $"{Path.Combine(_folder, "other.dll")}: there is no such file; allowed: a .NET assembly that brings parts.",
            Assert.Throws<InvalidInputException>(() => Load("sweep.plugins = [other.dll]")).Message);
        File.Copy(Labs.Mine, Path.Combine(_folder, "copy.dll"));
        Assert.Equal(
            $"{SweepFilePath}: sweep.plugins: {Path.Combine(_folder, "copy.dll")} brings a network 'narrow', and {Path.Combine(_folder, "mylab.dll")} has one of that name; allowed: another name.",
            Assert.Throws<InvalidInputException>(() => Load("sweep.plugins = [mylab.dll, copy.dll]")).Message);
    }

    [Fact]
    public void On_the_command_line_an_assembly_is_taken_from_the_current_folder() => Assert.StartsWith(
        Path.Combine(Directory.GetCurrentDirectory(), "mylab.dll"),
        Assert.Throws<InvalidInputException>(() => Load("sweep.trials = 1", "sweep.plugins=[mylab.dll]")).Message, StringComparison.Ordinal);

    [Fact]
    public void Other_bytes_are_no_extension_of_a_sweep_and_another_place_is()
    {
        var text = "sweep.plugins = [mylab.dll]\nnetwork.name = narrow";
        var before = Load(text);
        var known = SweepState.Initial.Apply(new SweepEvent.Submitted(before) { At = Samples.Noon });

        Directory.CreateDirectory(Path.Combine(_folder, "elsewhere"));
        File.Copy(Path.Combine(_folder, "mylab.dll"), Path.Combine(_folder, "elsewhere", "mylab.dll"));
        var moved = known.Decide(Load("sweep.plugins = [elsewhere/mylab.dll]\nnetwork.name = narrow"), Samples.Noon);
        Labs.Rebuild(Path.Combine(_folder, "mylab.dll"));
        var rebuilt = known.Decide(Load(text), Samples.Noon);

        Assert.IsType<SweepEvent.ImagesMoved>(Assert.Single(moved.Events));
        Assert.Contains("mylab.dll holds other bytes than before (SHA-256 ", rebuilt.Reason, StringComparison.Ordinal);
        Assert.Contains("'actorgaze retry RUN --accept-plugin'", rebuilt.Reason, StringComparison.Ordinal);
        Assert.Equal(before.Runs[0].ForBits(), Load("sweep.plugins = [elsewhere/mylab.dll]\nnetwork.name = narrow").Runs[0].ForBits());
    }

    private string SweepFilePath => Path.Combine(_folder, "s.conf");

    private SweepSpec Load(string text, params string[] sets)
    {
        File.WriteAllText(SweepFilePath, text);
        return SweepFile.Load(SweepFilePath, sets, _ => null).Sweep;
    }
}
