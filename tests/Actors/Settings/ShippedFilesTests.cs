using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Settings;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tests.Actors.Settings;

public sealed class ShippedFilesTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("actorgaze-data-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory]
    [InlineData("brain-tumor-mri", "2: -0.63")]
    [InlineData("chest-xray", "")]
    public void The_analytic_sweeps_are_the_papers(string data, string correlations)
    {
        var sweep = Load($"analytic-{data}");

        Assert.Equal((Evaluation.Analytic, 5 * 6), (sweep.Evaluation, sweep.Runs.Count));
        Assert.Equal([1, 2, 3, 4, 5], sweep.Runs.Select(r => r.Network.PaperLevel!.Value).Distinct());
        Assert.All(sweep.Runs, r => Assert.Equal((20, 0.0, data), (r.Epochs, r.GazeWeight, r.DataName)));
        Assert.Equal(correlations, string.Join(", ", sweep.PaperCorrelations.Select(known => FormattableString.Invariant($"{known.Key}: {known.Value}"))));
        AssertPaper(sweep);
    }

    [Theory]
    [InlineData("brain-tumor-mri")]
    [InlineData("chest-xray")]
    public void The_learning_sweeps_are_the_papers(string data)
    {
        var sweep = Load($"learning-{data}");

        Assert.Equal((Evaluation.Learning, 5 * 5 * 6), (sweep.Evaluation, sweep.Runs.Count));
        Assert.Empty(sweep.PaperCorrelations);
        Assert.Equal([-100, 0, 50, 100, 500], sweep.Runs.Select(r => r.GazeWeight).Distinct());
        Assert.All(sweep.Runs, r => Assert.Equal((50, data), (r.Epochs, r.DataName)));
        Assert.All(sweep.Runs, r => Assert.Equal(new CurriculumSpec(CurriculumShape.Linear, 0, 0.2), r.Curriculum));
        AssertPaper(sweep);
    }

    [Fact]
    public void The_quickstart_needs_no_data_and_is_small()
    {
        var sweep = Load("quickstart");

        Assert.Equal(["quickstart-l2-w0-t1", "quickstart-l2-w5-t1", "quickstart-l2-w0-t2", "quickstart-l2-w5-t2"], sweep.Runs.Take(4).Select(r => r.Id.Value));
        Assert.Equal(6, sweep.Runs.Count);
        Assert.All(sweep.Runs, r => Assert.True(r.Epochs * r.Phantoms!.TrainPerClass * r.Phantoms.Classes <= 4_000));
    }

    [Fact]
    public void The_study_of_phantoms_asks_about_both_kinds_of_lesions()
    {
        var sweep = Load("phantoms");

        Assert.Equal(2 * 7 * 6, sweep.Runs.Count);
        Assert.Equal([-100, 0, 0.5, 5, 50, 100, 500], sweep.Runs.Select(r => r.GazeWeight).Distinct());
        Assert.Equal(["phantoms-localised", "phantoms-diffuse"], sweep.Runs.Select(r => r.Data).Distinct());
    }

    private static void AssertPaper(SweepSpec sweep)
    {
        Assert.All(sweep.Runs, r => Assert.Equal(new TrainingSpec(), r.Training));
        Assert.All(sweep.Runs, r => Assert.Equal(0.0, r.Validation));
    }

    private SweepSpec Load(string name)
    {
        Directory.CreateDirectory(Path.Combine(_data, "brain-tumor-mri"));
        Directory.CreateDirectory(Path.Combine(_data, "chest-xray"));
        return SweepFile.Load(Path.Combine(AppContext.BaseDirectory, "sweeps", $"{name}.conf"), [], v => v == "ACTORGAZE_DATA" ? _data : null).Sweep;
    }
}
