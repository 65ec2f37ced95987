using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Data.Phantoms;
using ActorGaze.Nn.Training;
using static ActorGaze.Tests.Actors.Faults.TestEngine;

namespace ActorGaze.Tests.Actors.Faults;

/// <summary>Images that cannot be read, or are not those they were.</summary>
[Slow]
public sealed class ImageSpecs : IDisposable
{
    private readonly Undisturbed _undisturbed;
    private readonly TestEngine _engine = new();
    private readonly string _data;

    public ImageSpecs(Undisturbed undisturbed)
    {
        _undisturbed = undisturbed;
        _data = Path.Combine(_engine.Root, "data");
        PhantomFolder.Write(_data, new PhantomSpec(PhantomKind.Localised, Classes: 2, TrainPerClass: 6, TestPerClass: 2));
    }

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task A_poisoned_image_ends_its_own_run_at_the_start_with_its_path_and_no_other()
    {
        var image = AnImage();
        File.WriteAllText(image, "poison");
        var (poisoned, sound) = (Run("poisoned"), _undisturbed.Run("sound"));

        await _engine.RunToRest([poisoned, sound]);

        Assert.Equal((RunPhase.Failed, 0), (_engine.Told(poisoned.Id).Phase, _engine.Told(poisoned.Id).Attempts));
        Assert.Contains(Path.GetRelativePath(_data, image), _engine.Told(poisoned.Id).Reason, StringComparison.Ordinal);
        await _undisturbed.SameBits(_engine.Told(sound.Id));
    }

    [Fact]
    public async Task A_run_whose_images_were_changed_says_so_and_goes_on_to_the_same_bits_when_they_are_put_back()
    {
        var run = Run("r");
        await _engine.PauseAfter(run, new TrainingPosition(1, 1));
        var image = AnImage();
        var before = File.ReadAllBytes(image);
        File.Copy(Directory.GetFiles(Path.GetDirectoryName(image)!)[1], image, overwrite: true);

        await _engine.ResumeToRest(run);

        var failed = _engine.Told(run.Id);
        Assert.Equal(RunPhase.Failed, failed.Phase);
        Assert.StartsWith($"The images of {_data} are not those that this sweep was begun with: 1 image changed in Training/", failed.Reason, StringComparison.Ordinal);
        Assert.Empty(_engine.Told<RunEvent.CheckpointSetAside>(run.Id));

        File.WriteAllBytes(image, before);
        await using var lab = await _engine.StartWith([run]);
        Accepted(await lab.RetryAsync(run.Id));
        await lab.WaitAsync(Sweep, cancel: Cancel);
        await _undisturbed.SameBits(_engine.Told(run.Id));
    }

    private RunSpec Run(string name) => _undisturbed.Run(name) with { Data = _data };

    private string AnImage() => Directory.GetFiles(Path.Combine(_data, "Training"), "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
}
