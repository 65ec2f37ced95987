using ActorGaze.Nn.Training;

namespace ActorGaze.Tests.Nn.Training;

public sealed class EvaluationTallyTests
{
    [Fact]
    public void Its_figures_are_by_hand()
    {
        var tally = new EvaluationTally(classes: 2);

        Add(tally, label: 0, prediction: 0, crossEntropy: 0.1, gaze: [0, 1]);
        Add(tally, label: 0, prediction: 0, crossEntropy: 0.2, gaze: [1, 1]);
        Add(tally, label: 1, prediction: 1, crossEntropy: 0.3, gaze: [0, 0]);
        Add(tally, label: 1, prediction: 0, crossEntropy: 1.4, gaze: null);
        var figures = tally.Figures();

        Assert.Equal(0.5, figures.CrossEntropy, 1e-15);
        Assert.Equal(0.75, figures.Accuracy);
        Assert.Equal(0.5, figures.Kappa, 1e-15); // (0.75 − 0.5) / (1 − 0.5)
        Assert.Equal([2, 0, 1, 1], figures.Confusion.Counts);
        Assert.Equal([2, 1], figures.CorrectPerClass);
        Assert.Equal(0.25 / 3, figures.GazeDeviation, 1e-15); // twice ½·0.5², and one 0, over three samples
        Assert.Equal([0.125, 0.0], figures.GazeDeviationPerClass);
        Assert.Equal(1.0 / 3, figures.ZeroGazeShare!.Value, 1e-15);
        Assert.Equal(Math.Log(2) / 2, figures.GazeEntropy!.Value, 1e-15); // one pixel: 0; two alike: ln 2
        Assert.Equal([0.5f, 1f], figures.Gazes.Of(0));
        Assert.Equal([0f, 0f], figures.Gazes.Of(1));
    }

    [Fact]
    public void Where_nothing_is_correct_the_deviation_is_zero_and_the_rest_unknown()
    {
        var tally = new EvaluationTally(classes: 2);

        Add(tally, 0, 1, 2.0, null);
        Add(tally, 1, 0, 4.0, null);
        var figures = tally.Figures();

        Assert.Equal(0, figures.GazeDeviation);
        Assert.Equal([null, null], figures.GazeDeviationPerClass);
        Assert.Null(figures.ZeroGazeShare);
        Assert.Null(figures.GazeEntropy);
        Assert.Equal(-1, figures.Kappa);
        Assert.Equal(3, figures.CrossEntropy);
    }

    [Fact]
    public void How_samples_are_cut_into_chunks_changes_no_figure()
    {
        var random = new Random(1);
        var samples = Enumerable.Range(0, 40).Select(n => (Label: n % 3, Prediction: n % 5 == 0 ? (n + 1) % 3 : n % 3, Loss: random.NextDouble(),
            Gaze: Enumerable.Range(0, 4).Select(_ => random.NextDouble()).ToArray())).ToArray();

        var figures = new[] { 1, 7, 40 }.Select(size =>
        {
            var tally = new EvaluationTally(3);
            foreach (var part in samples.Chunk(size))
            {
                tally.Add(new EvaluationChunk(
                    [.. part.Select(s => s.Label)], [.. part.Select(s => s.Prediction)], [.. part.Select(s => s.Loss)], 2, 2,
                    [.. part.Select(s => s.Label == s.Prediction ? s.Gaze : null)]));
            }

            return tally.Figures();
        }).ToArray();

        Assert.Equal(figures[0], figures[1]);
        Assert.Equal(figures[0], figures[2]);
    }

    [Fact]
    public void A_correct_sample_without_a_gaze_is_refused() =>
        Assert.Contains("1·2 values", Assert.Throws<ArgumentException>(() => Add(new EvaluationTally(2), 0, 0, 0.1, null)).Message);

    [Fact]
    public void Gazes_of_another_grid_are_refused()
    {
        var tally = new EvaluationTally(2);
        Add(tally, 0, 0, 0.1, [0, 1]);

        var refusal = Assert.Throws<ArgumentException>(() => tally.Add(new EvaluationChunk([0], [0], [0.1], 2, 2, [[0, 1, 0, 1]])));

        Assert.Contains("1·2 values; these have 2·2", refusal.Message, StringComparison.Ordinal);
    }

    private static void Add(EvaluationTally tally, int label, int prediction, double crossEntropy, double[]? gaze) =>
        tally.Add(new EvaluationChunk([label], [prediction], [crossEntropy], 1, 2, [gaze]));
}
