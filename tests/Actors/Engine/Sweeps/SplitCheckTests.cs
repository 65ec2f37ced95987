using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Engine.Sweeps;
using ActorGaze.Nn.Data.Phantoms;
using ActorGaze.Tests.Nn.Data.Decoding;
using ActorGaze.Tests.Nn.Data.Folders;

namespace ActorGaze.Tests.Actors.Engine.Sweeps;

/// <summary>A class that could not be evaluated is refused before anything trains, with the key and the class.</summary>
public sealed class SplitCheckTests : IDisposable
{
    private const string Refusal = "Class 'a' has no image to evaluate on: data.validation = 0.5 holds images back";

    private readonly DataSetFolder _set = new();

    public SplitCheckTests()
    {
        foreach (var path in new[] { "Training/a/0.png", "Training/b/0.png", "Training/b/1.png", "Testing/a/0.png", "Testing/b/0.png" }) _set.Put(path, TestImages.Plain(9));
    }

    public void Dispose() => _set.Dispose();

    [Fact]
    public void A_class_of_one_training_image_cannot_be_held_back_from() =>
        Assert.StartsWith($"{_set.Root}: {Refusal}", SplitCheck.Objection([Run(0), Run(0.5)]), StringComparison.Ordinal);

    [Fact]
    public void Evaluated_on_the_test_folder_it_is_allowed() => Assert.Null(SplitCheck.Objection([Run(0)]));

    [Fact]
    public void Phantoms_are_judged_before_they_are_drawn()
    {
        var run = Run(0.5) with { Data = "phantoms-diffuse", Phantoms = new PhantomSpec(PhantomKind.Diffuse, TrainPerClass: 1) };

        Assert.Contains("data.validation = 0.5", SplitCheck.Objection([run]), StringComparison.Ordinal);
        Assert.Null(SplitCheck.Objection([run with { Phantoms = run.Phantoms with { TrainPerClass = 2 } }]));
        Assert.Null(SplitCheck.Objection([run with { Phantoms = null }]));
    }

    [Fact]
    public void A_folder_that_is_absent_is_judged_elsewhere() => Assert.Null(SplitCheck.Objection([Run(0.5) with { Data = "/no/such/folder" }]));

    [Fact]
    public async Task An_engine_refuses_the_sweep()
    {
        var state = Directory.CreateTempSubdirectory("split-check-").FullName;
        await using (var lab = await Lab.StartAsync(new LabSettings(state) { CheckDisk = false, RunsAtOnce = 0 }, cancel: Deadline.Token))
        {
            var answer = Assert.IsType<Answer.Refused>(await lab.SubmitAsync(SweepSpec.Of("mine", [Run(0.5)])));

            Assert.StartsWith($"mine: {_set.Root}: {Refusal}", answer.Reason, StringComparison.Ordinal);
            Assert.IsType<Answer.Accepted>(await lab.SubmitAsync(SweepSpec.Of("mine", [Run(0)])));
        }

        Directory.Delete(state, recursive: true);
    }

    private RunSpec Run(double validation) => new(new RunId("r1")) { Network = NetworkSpec.OfLevel(1), Data = _set.Root, Validation = validation };
}
