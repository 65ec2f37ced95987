using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Nn;
using ActorGaze.Tui.Cli;

namespace ActorGaze.Tests.Tui.Cli;

/// <summary>What the verbs that run a run's network make of what an assembly's code throws.</summary>
public sealed class ForeignCodeTests
{
    private static readonly ActorGaze.Actors.Contracts.Runs.RunSpec Plain = MadeUp.Sweep(Evaluation.Learning, [0], [1], 1, 1).Runs[0];
    private static readonly PluginRef Lab = new("/lab.dll", new string('1', 64));

    [Fact]
    public void Any_part_of_an_assembly_makes_a_run_foreign_and_so_does_its_source()
    {
        Assert.False(ForeignCode.IsIn(Plain));
        Assert.True(ForeignCode.IsIn(Plain with { Network = Plain.Network with { Plugin = Lab } }));
        Assert.True(ForeignCode.IsIn(Plain with { Gaze = Plain.Gaze with { Method = new PartSpec("m") { Plugin = Lab } } }));
        Assert.True(ForeignCode.IsIn(Plain with { Source = new SourceSpec("s", Lab) }));
    }

    [Fact]
    public void What_a_network_throws_names_it_and_what_names_its_part_already_stays_as_it_is()
    {
        var foreign = Plain with { Network = new NetworkSpec("narrow") { Plugin = Lab } };
        var broken = new BrokenPartException("The distance 'd' threw.");

        Assert.Equal("The network 'narrow' threw FormatException: no", Assert.Throws<BrokenPartException>(() => ForeignCode.Run<int>(foreign, () => throw new FormatException("no\nmore"))).Message);
        Assert.Same(broken, Assert.Throws<BrokenPartException>(() => ForeignCode.Run<int>(foreign, () => throw broken)));
        Assert.Throws<InvalidInputException>(() => ForeignCode.Run<int>(foreign, () => throw new InvalidInputException("x")));
        Assert.Throws<OperationCanceledException>(() => ForeignCode.Run<int>(foreign, () => throw new OperationCanceledException()));
        Assert.Throws<FormatException>(() => ForeignCode.Run<int>(Plain, () => throw new FormatException("no")));
    }
}
