using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Settings;
using ActorGaze.Nn;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tests.Actors.Settings;

public sealed class PartKeysTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("actorgaze-parts-").FullName;

    public PartKeysTests() => File.Copy(Labs.Mine, Path.Combine(_folder, "mylab.dll"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Parts_of_an_assembly_have_all_their_parameters_and_its_bytes_in_the_spec()
    {
        var run = Assert.Single(Load("""
            sweep { plugins = [mylab.dll], gaze-weights = [50] }
            gaze { distance = huber, reference = blend, method = abscam }
            distance.delta = 0.2
            curriculum { shape = waves, waves = 3 }
            loss { term = area, weight = 0.5, shape = waves }
            """).Runs);

        var plugin = Plugin.Identify(Path.Combine(_folder, "mylab.dll"));
        Assert.Equal("s-l2-w50-t1", run.Id.Value);
        Assert.Equal(("huber (delta 0.2)", "blend (share 0.5)", "abscam", "waves (waves 3)"), (run.Gaze.Distance.ToString(), run.Gaze.Reference.ToString(), run.Gaze.Method.ToString(), run.Curriculum.Shape.ToString()));
        Assert.Equal(("area", 0.5, "waves (waves 2)"), (run.Loss.Term!.ToString(), run.Loss.Weight, run.Loss.Curriculum.Shape.ToString()));
        Assert.All(new[] { run.Gaze.Distance, run.Gaze.Reference, run.Gaze.Method, run.Curriculum.Shape, run.Loss.Term, run.Loss.Curriculum.Shape }, part => Assert.Equal(plugin, part.Plugin));
        Assert.Equal(plugin, run.Plugin);
        Assert.Equal(run, JsonSerializer.Deserialize<RunSpec>(JsonSerializer.Serialize(run, Json.Options), Json.Options));
    }

    [Fact]
    public void Lists_of_parts_and_of_their_parameters_are_axes_and_a_parameter_goes_to_those_that_have_it()
    {
        var sweep = Load("sweep { plugins = [mylab.dll], gaze-weights = [50] }\ngaze.distance = [l2, huber]\ndistance.delta = [0.1, 0.2]");

        Assert.Equal(["s-l2-w50-distance=l2-t1", "s-l2-w50-distance=huber+delta=0.1-t1", "s-l2-w50-distance=huber+delta=0.2-t1"], sweep.Runs.Select(run => run.Id.Value));
        Assert.Equal([null, "mylab.dll", "mylab.dll"], sweep.Runs.Select(run => run.Plugin?.Name));
    }

    [Theory]
    [InlineData("gaze.distance = hubre", "gaze.distance: found 'hubre', and there is no such distance; known: cosine, emd, huber, js, l1, l2, ssim. The nearest is huber.")]
    [InlineData("gaze.distance = huber\ndistance.dleta = 1", "distance.dleta: the distance 'huber' has no such parameter; it has delta. The nearest is delta.")]
    [InlineData("gaze.distance = huber\ndistance.delta = 2", "distance.delta: found '2'; allowed: a number from 0.001 to 1.")]
    [InlineData("loss.term = are", "loss.term: found 'are', and there is no such loss term; known: area. The nearest is area.")]
    [InlineData("loss { term = area, shape = wave }", "loss.shape: found 'wave', and there is no such curriculum; known: constant, cosine, linear, step, waves. The nearest is waves.")]
    public void What_is_wrong_is_named_with_what_is_known(string text, string message) => Assert.StartsWith(
        $"{Path.Combine(_folder, "s.conf")}: {message}", Assert.Throws<InvalidInputException>(() => Load("sweep.plugins = [mylab.dll]\n" + text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parts_of_two_assemblies_in_one_run_are_refused()
    {
        var refusal = Assert.Throws<InvalidInputException>(() => Load($"sweep.plugins = [mylab.dll, \"{Labs.Broken}\"]\nnetwork.name = narrow\ngaze.distance = late"));

        Assert.Contains($"found parts of {Path.Combine(_folder, "mylab.dll")} and {Labs.Broken} in one run; allowed: one assembly", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_keys_of_training_come_from_a_file_with_class_weights_as_one_value_and_the_rest_as_axes()
    {
        var sweep = Load("training { optimiser = [adamw, sgd], schedule = cosine, warmup-epochs = 1, class-weights = [3, 1], weight-decay = auto, label-smoothing = 0.1 }");

        Assert.Equal(["s-l2-w0-optimiser=adamw-t1", "s-l2-w0-optimiser=sgd-t1"], sweep.Runs.Select(run => run.Id.Value));
        Assert.All(sweep.Runs, run => Assert.Equal((ClassWeights.By(3, 1), null, LearningSchedule.Cosine), (run.Training.ClassWeights, run.Training.WeightDecay, run.Training.Schedule)));
        Assert.Equal([0.01, 0], sweep.Runs.Select(run => run.Training.Decay));
        Assert.Equal([null, ClassWeights.Balanced, ClassWeights.By(2, 1)], Load("training.class-weights = [none, balanced, \"2, 1\"]").Runs.Select(run => run.Training.ClassWeights));
    }

    [Fact]
    public void What_stands_at_its_default_is_not_in_a_spec_and_names_are_the_texts_they_were()
    {
        var written = JsonSerializer.Serialize(Assert.Single(Load("sweep.gaze-weights = [50]\ngaze.distance = emd\nloss.weight = 3").Runs), Json.Options);

        Assert.Contains("\"gaze\":{\"reference\":\"ema\",\"distance\":\"emd\",\"emaDecay\":0.9}", written, StringComparison.Ordinal);
        Assert.Contains("\"curriculum\":{\"shape\":\"linear\",\"from\":0,\"to\":0.2}", written, StringComparison.Ordinal);
        Assert.Contains("\"plateau\":{\"factor\":0.9,\"patience\":5,\"threshold\":0.0001}}", written, StringComparison.Ordinal);
        Assert.DoesNotContain("loss", written, StringComparison.Ordinal);
        Assert.DoesNotContain("optimiser", written, StringComparison.Ordinal);
    }

    [Fact]
    public void More_epochs_of_a_cosine_over_all_of_them_are_refused_and_of_one_over_fixed_epochs_are_not()
    {
        var spec = Samples.Spec with { GazeWeight = 0, Training = new TrainingSpec { Schedule = LearningSchedule.Cosine } };

        Assert.Contains("training.schedule-epochs", Extension.Difference(spec, spec with { Epochs = 30 }), StringComparison.Ordinal);
        var set = spec with { Training = spec.Training with { ScheduleEpochs = 3 } };
        Assert.Null(Extension.Difference(set, set with { Epochs = 30 }));
    }

    private SweepSpec Load(string text)
    {
        var path = Path.Combine(_folder, "s.conf");
        File.WriteAllText(path, text);
        return SweepFile.Load(path, [], _ => null).Sweep;
    }
}
