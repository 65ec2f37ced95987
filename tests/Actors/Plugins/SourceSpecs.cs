using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Examination;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Workers;
using ActorGaze.Nn;
using ActorGaze.Nn.Parts;
using ActorGaze.Tests.Actors.Faults;
using ActorGaze.Tests.Nn.Data.Sources;
using ActorGaze.Tests.Tui.EndToEnd;
using ActorGaze.Tui.Cli;
using ActorGaze.Tui.Terminal;
using static ActorGaze.Tests.Actors.Faults.TestEngine;

namespace ActorGaze.Tests.Actors.Plugins;

/// <summary>Images that the source of an assembly gives, in engines whose runs are threads and in those whose runs are processes.</summary>
[Slow]
public sealed class SourceSpecs(Undisturbed undisturbed) : IDisposable
{
    private readonly RawSlicesFolder _slices = new();

    public void Dispose() => _slices.Dispose();

    [Fact]
    public async Task What_it_gives_is_trained_on_to_the_same_bits_whether_or_not_its_code_runs_in_a_process_of_its_own()
    {
        using var here = new TestEngine();
        using var apart = new TestEngine { InProcesses = true };
        var run = Of(Labs.Mine, "raw-slices");

        await here.RunToRest([run]);
        await apart.RunToRest([run]);

        var (one, other) = (here.Told(run.Id), apart.Told(run.Id));
        Assert.True(one.Phase == RunPhase.Completed, one.Reason);
        Assert.True(other.Phase == RunPhase.Completed, other.Reason);
        Assert.Equal(one.WeightsSha256, other.WeightsSha256);
        Assert.Equal((one.Images, 18, 6), (other.Images, one.Images!.Training, one.Images.Test));
    }

    [Fact]
    public async Task What_it_gives_is_examined_and_its_gazes_are_shown_through_training()
    {
        using var engine = new TestEngine();
        await engine.RunToRest([Of(Labs.Mine, "raw-slices") with { RecordGazes = GazesKept.All, Epochs = 1 }]);
        var output = new StringWriter();
        var around = new Surroundings(output, output, _ => null, TimeProvider.System, () => null);
        var folder = Path.Combine(engine.Root, "pictures");

        Assert.True(await CommandLine.RunAsync(["gaze", "check", "r", "--images", "1", "--state", engine.Root], around) == ExitStatus.Well, output.ToString());
        var known = EvaluatedImages.Of(engine.Folder, engine.Told(new RunId("r")), Cancel, around.Plugins.Sources.Folder);
        Assert.Equal(6, known.Paths.Length);
        Assert.Equal(engine.Folder.Cache, Path.GetDirectoryName(known.Root));
        Assert.True(
            await CommandLine.RunAsync(["cam", "r", .. known.Paths, "--through-training", "--out", folder, "--state", engine.Root], around) == ExitStatus.Well,
            output.ToString());
        Assert.Equal(6, Directory.GetFiles(folder, "*.png").Length);
    }

    [Theory]
    [InlineData("throws", "The source BrokenLab.BrokenSource threw InvalidOperationException: no such slice", "no such slice", "BrokenLab.")]
    [InlineData("aborts", "", "a reader gave up", null)]
    public async Task One_that_breaks_costs_its_run_with_its_stack_and_no_other(string name, string begin, string reason, string? stack)
    {
        using var engine = new TestEngine { InProcesses = true };

        await engine.RunToRest([Of(Labs.Broken, name), undisturbed.Run("sound")]);

        var state = engine.Told(new RunId("r"));
        Assert.Equal(RunPhase.Failed, state.Phase);
        Assert.StartsWith(begin, state.Reason, StringComparison.Ordinal);
        Assert.Contains(reason, state.Reason + state.LastFault!.Stack, StringComparison.Ordinal);
        Assert.Contains(stack ?? "", state.LastFault!.Stack ?? "", StringComparison.Ordinal);
        await undisturbed.SameBits(engine.Told(new RunId("sound")));
    }

    [Fact]
    public void One_that_never_comes_back_is_ended()
    {
        using var engine = new TestEngine();
        var reader = new SourceReader(new WorkerProgram(Actorgaze.Program, [])) { LongestSilence = TimeSpan.FromSeconds(4) };

        var broken = Assert.Throws<BrokenPartException>(() => reader.Folder(RunImages.Of(Of(Labs.Broken, "hangs")), engine.Root, null, Cancel));

        Assert.EndsWith("did not give a further image within 4 s: it waits or loops.", broken.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(engine.Root));
    }

    [Fact]
    public async Task One_that_there_is_not_is_refused_with_those_that_there_are()
    {
        using var engine = new TestEngine();
        await using var lab = await engine.Start();

        var wrong = await Assert.ThrowsAsync<InvalidInputException>(() => lab.SubmitAsync(SweepSpec.Of(Sweep, [Of(Labs.Mine, "raw-slice")])));

        Assert.Contains("data.source: found 'raw-slice', and there is no such source; known: raw-slices. The nearest is raw-slices.", wrong.Message, StringComparison.Ordinal);
        Assert.Empty(JournalReader.Open(engine.Root).Sweeps());
    }

    private RunSpec Of(string lab, string source) => undisturbed.Run("r") with
    {
        Data = _slices.Root, Source = new SourceSpec(source, Plugin.Identify(lab)), Form = new ImageForm(64), Network = NetworkSpec.OfLevel(1), Epochs = 2,
    };
}
