using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Workers;
using ActorGaze.Nn;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tests.Actors.Engine;

/// <summary>What a submission says of parts, judged by what their assemblies bring.</summary>
public sealed class PluginCheckTests
{
    private static readonly PartSpec Plain = Labs.Part(Labs.Broken, PartKind.CamMethod, "plain");
    private static readonly PartSpec Area = Labs.Part(Labs.Mine, PartKind.LossTerm, "area");
    private readonly PluginReader _plugins = new(itself: null);

    [Fact]
    public void A_gaze_loss_needs_a_method_with_gradients()
    {
        const string Expected = "gaze.method: found 'plain', which is not differentiable; allowed: such a method only where λ₀ is 0.";
        var run = new RunSpec(new RunId("r")) { Gaze = new GazeSpec { Method = Plain } };
        var known = Completed([run]);

        Assert.Equal(Expected, Refused(run with { GazeWeight = 5 }));
        Assert.Equal(Expected, Assert.Throws<InvalidInputException>(
            () => PluginCheck.Completed(SweepSpec.Of("s", [run, run with { Id = new RunId("other"), GazeWeight = 5 }]), known, _plugins)).Message);
        Completed([run with { GazeWeight = 5, Gaze = new GazeSpec { Method = Labs.Part(Labs.Mine, PartKind.CamMethod, "abscam") } }]);
    }

    [Fact]
    public void The_course_of_a_loss_term_is_told_by_its_own_key()
    {
        var run = new RunSpec(new RunId("r")) { Loss = new LossSpec { Term = Area, Curriculum = new CurriculumSpec(Area with { Name = "wavs" }) } };

        Assert.StartsWith("loss.shape: found 'wavs', and there is no such curriculum; known: waves.", Refused(run), StringComparison.Ordinal);
        Assert.StartsWith("curriculum.shape: found 'wavs'", Refused(run with { Curriculum = run.Loss.Curriculum }), StringComparison.Ordinal);
    }

    private SweepSpec Completed(RunSpec[] runs) => PluginCheck.Completed(SweepSpec.Of("s", runs), null, _plugins);

    private string Refused(RunSpec run) => Assert.Throws<InvalidInputException>(() => Completed([run])).Message;
}
