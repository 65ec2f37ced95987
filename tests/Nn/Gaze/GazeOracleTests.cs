using System.Text.Json.Nodes;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Tests.Nn.Gaze;

/// <summary>Every number of the gaze against independent answers, in double and in single precision.</summary>
public sealed class GazeOracleTests
{
    private const double Lambda = 50;

    public static TheoryData<string, ScalarType> Cases => OracleCase.Everything;

    [Theory, MemberData(nameof(Cases))]
    public void Scores_raw_maps_and_gazes_are_the_independent_ones(string name, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var oracle = OracleCase.Named(name);

        var (head, maps, logits) = Forward(oracle, type);
        var cams = GradCam.Of(head, maps, logits, oracle.LabelTensor(), differentiable: false);

        OracleCase.Near(oracle.Expect["logits"]!, logits);
        OracleCase.Near(oracle.Expect["cam_raw"]!, cams);
        OracleCase.Near(oracle.Expect["cam"]!, GradCam.Normalise(cams));
        Assert.Equal(oracle.Predictions, logits.argmax(1).data<long>().Select(prediction => (int)prediction));
    }

    [Theory, MemberData(nameof(Cases))]
    public void By_the_heads_gradient_the_raw_maps_are_the_same(string name, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var oracle = OracleCase.Named(name);

        var (_, maps, logits) = Forward(oracle, type);

        OracleCase.Near(oracle.Expect["cam_raw"]!, GradCam.ByGradient(maps, logits, oracle.LabelTensor(), differentiable: true));
    }

    [Theory, MemberData(nameof(Cases))]
    public void Class_means_and_the_deviation_of_correct_samples_are_the_independent_ones(string name, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var oracle = OracleCase.Named(name);
        var gazes = Gazes(oracle, type);
        var samples = gazes.detach().to(float64).unbind(0).Select(gaze => gaze.contiguous().data<double>().ToArray()).ToArray();

        var deviation = GazeDeviation.Of([.. Enumerable.Range(0, oracle.Classes)
            .Select(c => samples.Where((_, n) => oracle.Labels[n] == c && oracle.Predictions[n] == c).ToArray())]);

        Assert.Equal(oracle.Expect["correct"]!.GetValue<int>(), deviation.Counts.Sum());
        OracleCase.Near([oracle.Expect["gaze_deviation"]!.GetValue<double>()], [deviation.Overall], type);
        foreach (var c in Enumerable.Range(0, oracle.Classes)) MeanNear(oracle.Expect["class_means"]![$"{c}"], deviation.Means[c], type);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Moving_means_after_the_batch_are_the_independent_ones(string name, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var oracle = OracleCase.Named(name);

        var means = oracle.Prior().Fold(BatchGazes.Of(Gazes(oracle, type), oracle.Labels, oracle.Predictions, oracle.Classes));

        foreach (var c in Enumerable.Range(0, oracle.Classes)) MeanNear(oracle.Expect["ema_means"]![$"{c}"], means.Knows(c) ? [.. means.Means[c]] : null, type);
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_loss_against_the_batchs_own_means_has_the_independent_gradients(string name, ScalarType type) =>
        LossIsRight(name, type, GazeReference.Batch, "train_loss_batch_reference", byGradient: false, withCrossEntropy: false);

    [Theory, MemberData(nameof(Cases))]
    public void The_loss_against_the_batchs_own_means_has_them_by_the_heads_gradient_too(string name, ScalarType type) =>
        LossIsRight(name, type, GazeReference.Batch, "train_loss_batch_reference", byGradient: true, withCrossEntropy: false);

    [Theory, MemberData(nameof(Cases))]
    public void The_loss_against_the_moving_means_has_the_independent_gradients(string name, ScalarType type) =>
        LossIsRight(name, type, GazeReference.Ema, "train_loss_ema_reference", byGradient: false, withCrossEntropy: false);

    [Theory, MemberData(nameof(Cases))]
    public void The_loss_against_the_moving_means_has_them_by_the_heads_gradient_too(string name, ScalarType type) =>
        LossIsRight(name, type, GazeReference.Ema, "train_loss_ema_reference", byGradient: true, withCrossEntropy: false);

    [Theory, MemberData(nameof(Cases))]
    public void Cross_entropy_and_gaze_loss_together_have_the_independent_gradients(string name, ScalarType type) =>
        LossIsRight(name, type, GazeReference.Ema, "cross_entropy_plus_50_ema", byGradient: false, withCrossEntropy: true);

    private static void LossIsRight(string name, ScalarType type, string reference, string key, bool byGradient, bool withCrossEntropy)
    {
        using var scope = NewDisposeScope();
        var oracle = OracleCase.Named(name);
        var expected = oracle.Expect[key]!;
        var (head, maps, logits) = Forward(oracle, type);
        var labels = oracle.LabelTensor();
        var cams = byGradient ? GradCam.ByGradient(maps, logits, labels, true) : GradCam.Of(head, maps, logits, labels, true);
        var gazes = GradCam.Normalise(cams);
        var means = oracle.Prior().Fold(BatchGazes.Of(gazes, oracle.Labels, oracle.Predictions, oracle.Classes));

        var loss = GazeLoss.Of(new GazeSpec { Reference = reference }, gazes, oracle.Labels, oracle.Predictions, means);
        if (withCrossEntropy) loss = nn.functional.cross_entropy(logits, labels) + (Lambda * loss);
        if (loss.requires_grad) loss.backward();

        OracleCase.Near([expected["value"]!.GetValue<double>()], [loss.to(float64).item<double>()], type);
        OracleCase.GradientsNear(expected["gradients"]!, head, maps);
    }

    private static (ActorGaze.Nn.Models.GazeModel Head, Tensor Maps, Tensor Logits) Forward(OracleCase oracle, ScalarType type)
    {
        var (head, maps) = (oracle.Head(type), oracle.Maps(type));
        return (head, maps, head.Classify(maps));
    }

    private static Tensor Gazes(OracleCase oracle, ScalarType type)
    {
        var (head, maps, logits) = Forward(oracle, type);
        return GradCam.Normalise(GradCam.Of(head, maps, logits, oracle.LabelTensor(), differentiable: false));
    }

    private static void MeanNear(JsonNode? expected, double[]? actual, ScalarType type)
    {
        Assert.Equal(expected is null, actual is null);
        if (expected is not null) OracleCase.Near(OracleCase.Numbers(expected), actual!, type);
    }
}
