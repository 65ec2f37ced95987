using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Crews;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Store;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tests.Actors.Faults;

/// <summary>Training again between two checkpoints, and comparing.</summary>
[Slow]
public sealed class VerificationSpecs(Undisturbed undisturbed) : IDisposable
{
    private readonly TestEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task A_stretch_trained_again_is_the_same_in_every_part_and_what_is_not_is_named()
    {
        var run = undisturbed.Run("r");
        await _engine.RunToRest([run]);
        var told = _engine.Told(run.Id);

        string[] parts = ["weights", "adam", "means", "generators", "metadata", "metrics"];
        Assert.Equal(parts.Select(part => new VerifiedPart(part, true, null)), Verify(told, null).Parts);
        Assert.Equal(parts.Select(part => new VerifiedPart(part, true, null)), Verify(told with { Spec = told.Spec! with { Sweep = "renamed", OnBadImage = OnBadImage.Skip } }, "start").Parts);

        var otherSeed = Verify(told with { Spec = told.Spec! with { Seed = 2 } }, "start");
        Assert.False(otherSeed.Same);
        Assert.StartsWith("model.", otherSeed.Parts.Single(p => p.Part == "weights").Difference, StringComparison.Ordinal);
        Assert.NotNull(otherSeed.Parts.Single(p => p.Part == "metadata").Difference);
        Assert.Equal("epoch 2", otherSeed.Parts.Single(p => p.Part == "metrics").Difference);

        var tampered = Verify(told with { Checkpoints = told.Checkpoints.SetItem(told.Checkpoints.Count - 1, Tamper(told, "adam.")) }, null);
        Assert.Equal(["adam"], tampered.Parts.Where(p => !p.Same).Select(p => p.Part));
        Assert.StartsWith("adam.", tampered.Parts.Single(p => !p.Same).Difference, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_training_loop_that_is_broken_does_not_verify()
    {
        var run = undisturbed.Run("r");
        await _engine.RunToRest([run]);
        var told = _engine.Told(run.Id);

        var broken = Verification.Run(
            _engine.Folder, told, null, "cpu", setup => setup with { AfterStep = learner => learner.LearningRate *= 1.0001 }, cancel: TestEngine.Cancel);

        Assert.False(broken.Same);
        Assert.StartsWith("model.", broken.Parts.Single(p => p.Part == "weights").Difference, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkpoint_of_other_settings_is_no_damage_and_one_that_is_not_kept_is_answered_with_those_that_are()
    {
        var run = undisturbed.Run("r");
        await _engine.RunToRest([run]);
        var told = _engine.Told(run.Id);

        var otherSeed = Assert.Throws<InvalidInputException>(() => Verify(told with { Spec = told.Spec! with { Seed = 2 } }, null));
        Assert.Contains($"{told.Checkpoints[0].File} was made with other settings: seed: 1 before, 2 now.", otherSeed.Message, StringComparison.Ordinal);
        var unknown = Assert.Throws<InvalidInputException>(() => Verify(told, "x"));
        Assert.Equal($"r: found 'x'; allowed: start, {told.Checkpoints[0].File}.", unknown.Message);
        Assert.Contains("there is none after it", Assert.Throws<InvalidInputException>(() => Verify(told, told.Latest!.File)).Message, StringComparison.Ordinal);
        Assert.Contains("no checkpoint yet", Assert.Throws<InvalidInputException>(() => Verify(told with { Checkpoints = [] }, null)).Message, StringComparison.Ordinal);
    }

    private VerificationResult Verify(RunState run, string? from) => Verification.Run(_engine.Folder, run, from, "cpu", cancel: TestEngine.Cancel);

    /// <summary>The newest checkpoint with one bit of one tensor turned, under a hash that is right for it.</summary>
    private CheckpointRef Tamper(RunState run, string prefix)
    {
        var folder = _engine.Folder.CheckpointsOf(run.Spec!.Id);
        var sound = CheckpointFile.Read(Path.Combine(folder, run.Latest!.File), run.Latest.Sha256);
        var (key, tensor) = sound.Tensors.First(t => t.Key.StartsWith(prefix, StringComparison.Ordinal));
        var data = tensor.Data.ToArray();
        data[0] ^= 1;
        return CheckpointFile.Write(folder, "tampered.safetensors", sound with { Tensors = sound.Tensors.SetItem(key, new CheckpointTensor(tensor.DType, tensor.Shape, data)) }, run.Latest.At);
    }
}
