using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Telemetry;
using ActorGaze.Nn.Data.Phantoms;
using ActorGaze.Nn.Data.Store;
using ActorGaze.Nn.Training;
using ActorGaze.Tests.Nn.Data.Store;
using static ActorGaze.Tests.Actors.Faults.TestEngine;

namespace ActorGaze.Tests.Actors.Faults;

/// <summary>Data sets that are moved, changed or spoilt between two submissions, two lives of an engine, and two runs.</summary>
[Slow]
public sealed class SameImagesSpecs : IDisposable
{
    private readonly Undisturbed _undisturbed;
    private readonly TestEngine _engine = new();
    private readonly string _data;

    public SameImagesSpecs(Undisturbed undisturbed)
    {
        _undisturbed = undisturbed;
        _data = Path.Combine(_engine.Root, "data");
        PhantomFolder.Write(_data, new PhantomSpec(PhantomKind.Localised, Classes: 2, TrainPerClass: 12, TestPerClass: 4));
    }

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task A_moved_data_set_goes_on_to_the_same_bits_and_the_journal_has_the_move()
    {
        var run = Run("r");
        await _engine.PauseAfter(run, new TrainingPosition(1, 1));
        var moved = run with { Data = Path.Combine(_engine.Root, "elsewhere") };
        Directory.Move(_data, moved.Data);

        await _engine.ResumeToRest(moved);

        await SameBits(run.Id);
        Assert.Equal([(_data, moved.Data)], _engine.Told<RunEvent.ImagesMoved>(run.Id).Select(e => (e.From, e.To)));
        Assert.Equal(moved.Data, JournalReader.Open(_engine.Root).Sweep(Sweep).Spec!.Runs[0].Data);
    }

    [Fact]
    public async Task Another_folder_with_other_images_is_refused_with_the_difference()
    {
        var run = Run("r");
        await _engine.PauseAfter(run, new TrainingPosition(1, 1));
        var other = run with { Data = Path.Combine(_engine.Root, "elsewhere") };
        Directory.Move(_data, other.Data);
        var changed = Images(other.Data)[0];
        File.Copy(Images(other.Data)[1], changed, overwrite: true);

        await using var lab = await _engine.Start();
        var reason = Refused(await lab.SubmitAsync(SweepSpec.Of(Sweep, [other])));

        Assert.Contains($"1 image changed in Training/{Path.GetFileName(Path.GetDirectoryName(changed))}: {Path.GetFileName(changed)}", reason, StringComparison.Ordinal);
        Assert.Empty(_engine.Told<RunEvent.ImagesMoved>(run.Id));
    }

    [Fact]
    public async Task More_runs_on_a_data_set_that_has_lost_images_are_refused_with_their_names()
    {
        var run = Run("r");
        await _engine.RunToRest([run]);
        foreach (var image in Images(_data)[..4]) File.Delete(image);

        await using var lab = await _engine.Start();
        var reason = Refused(await lab.SubmitAsync(SweepSpec.Of(Sweep, [run, Run("more") with { GazeWeight = 0 }])));

        Assert.Contains($"4 images fewer in Training/{Path.GetFileName(Path.GetDirectoryName(Images(_data)[0]))}: ", reason, StringComparison.Ordinal);
        Assert.Contains(" and 1 more", reason, StringComparison.Ordinal);
        Assert.Single(JournalReader.Open(_engine.Root).Sweep(Sweep).Spec!.Runs);
        Accepted(await lab.SubmitAsync(SweepSpec.Of("another-name", [Run("fresh")])));
        await lab.WaitAsync("another-name", cancel: Cancel);
        Assert.Equal(20, _engine.Told(new RunId("fresh")).Images!.Training);
    }

    [Fact]
    public async Task A_later_run_of_a_sweep_whose_images_changed_meanwhile_fails_with_the_difference()
    {
        var (first, second) = (Run("first"), Run("second") with { GazeWeight = 0 });
        await _engine.PauseAfter(first, new TrainingPosition(1, 1));
        await using (var lab = await _engine.StartWith([first, second])) await Phase(lab, second.Id, RunPhase.Completed);
        File.Delete(Images(_data)[0]);

        await _engine.ResumeToRest(first, second);

        Assert.Equal(RunPhase.Failed, _engine.Told(first.Id).Phase);
        Assert.Contains("1 image fewer in ", _engine.Told(first.Id).Reason, StringComparison.Ordinal);
        Assert.Equal(RunPhase.Completed, _engine.Told(second.Id).Phase);
    }

    [Fact]
    public async Task Without_a_decoded_copy_the_difference_is_told_by_class()
    {
        var run = Run("r");
        await _engine.PauseAfter(run, new TrainingPosition(1, 1));
        File.Delete(Images(_data)[0]);
        Directory.Delete(_engine.Folder.Cache, recursive: true);

        await _engine.ResumeToRest(run);

        Assert.Contains("had 12 training and 4 test images, and has 11 and 4 now", _engine.Told(run.Id).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_decoded_copy_that_is_spoilt_under_a_running_engine_is_made_again_and_the_bits_are_the_same(bool cut)
    {
        var run = Run("r");
        using var gate = new Gate(run.Id, new TrainingPosition(0, 3));
        await using (var lab = await _engine.StartWith([run], gate.Observer))
        {
            await gate.Reached;
            var file = Assert.Single(Directory.GetFiles(_engine.Folder.Cache, "images-*.bin"));
            for (var image = 0; image < 32 && !cut; image++) StoreFiles.Damage(file, image);
            if (cut) StoreFiles.Cut(file, image: 1);
            gate.Open();
            await lab.WaitAsync(Sweep, cancel: Cancel);
        }

        await SameBits(run.Id);
        Assert.Contains(_engine.Told<RunEvent.Faulted>(run.Id), fault => fault.Fault.Reason.Contains("decoded copy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_new_sweep_is_given_the_images_as_they_are_now_though_the_engine_has_others_open()
    {
        await using var lab = await _engine.StartWith([Run("r") with { Epochs = 1 }]);
        await lab.WaitAsync(Sweep, cancel: Cancel);
        File.Delete(Images(_data)[0]);

        Accepted(await lab.SubmitAsync(SweepSpec.Of("new", [Run("fresh") with { Epochs = 1 }])));
        await lab.WaitAsync("new", cancel: Cancel);

        Assert.Equal((24, 23), (_engine.Told(new RunId("r")).Images!.Training, _engine.Told(new RunId("fresh")).Images!.Training));
    }

    [Fact]
    public async Task What_was_left_out_is_in_the_journal()
    {
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(Images(_data)[0])!, "zz.png"), "poison");
        var run = Run("r") with { OnBadImage = OnBadImage.Skip };

        await _engine.RunToRest([run]);

        var images = Assert.Single(_engine.Told<RunEvent.Started>(run.Id)).Images!;
        Assert.Equal((1, 24, 8), (images.SkippedCount, images.Training, images.Test));
        Assert.Contains("zz.png: ", Assert.Single(images.Skipped), StringComparison.Ordinal);
        Assert.Equal(images, JournalReader.Open(_engine.Root).Sweep(Sweep).PinOf(run));
        await SameBits(run.Id);
    }

    /// <summary>Those of a run on the same images in quite another folder.</summary>
    private Task SameBits(RunId run)
    {
        var told = _engine.Told(run);
        return _undisturbed.SameBits(told with { Spec = told.Spec! with { Data = _undisturbed.Run("any").Data } });
    }

    private RunSpec Run(string name) => _undisturbed.Run(name) with { Data = _data };

    private static string[] Images(string data, string split = "Training") =>
        [.. Directory.GetFiles(Path.Combine(data, split), "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
