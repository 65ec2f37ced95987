using System.Collections.Immutable;
using ActorGaze.Actors.Examination;
using ActorGaze.Tui.Rendering;
using Curve = ActorGaze.Nn.Measures.Curve;

namespace ActorGaze.Tui.Reports;

/// <summary>What a page's script draws of one run's gaze check.</summary>
/// <param name="Run">An index into the setting's runs.</param>
/// <param name="Removal">Deletion, deletion elsewhere, insertion, insertion elsewhere: values by share.</param>
/// <param name="Road">Most relevant first, least relevant first.</param>
internal sealed record WorthData(
    string Id, int Weight, int Trial, int Epoch, string Verdict, bool Good, ImmutableArray<double> RemovalShares,
        ImmutableArray<ImmutableArray<double>> Removal, ImmutableArray<double> RoadShares,
    ImmutableArray<ImmutableArray<double>> Road, ImmutableArray<SampleData> Samples, ImmutableArray<int>? Epochs)
{
    public static ImmutableArray<WorthData> Of(SweepReport report, Setting setting)
    {
        var each = Room.PicturedRuns(report.Settings.Sum(one => one.Weights.Length));
        return
        [
            .. from weight in setting.Weights
               from run in weight.Runs.Where(run => run.Examination is not null).Take(Room.Trials(report))
                   .Select((run, i) => (Report: run, Pictured: i < each))
               select Of(report, run.Report, run.Pictured),
        ];
    }

    private static WorthData Of(SweepReport report, RunReport run, bool pictured)
    {
        var found = run.Examination!;
        var assessment = GazeAssessment.Of(found);
        Curve[] curves = found.Removal is { } removal ? [removal.Deletion, removal.DeletionElsewhere, removal.Insertion,
            removal.InsertionElsewhere] : [];
        return new WorthData(
            SafeText.Reason(run.Spec.Id.Value), report.Weights.IndexOf(run.Spec.GazeWeight), run.Spec.Trial, found.Epoch, assessment.Word,
                assessment.Is == GazeAssessment.Kind.Used,
            curves.Length == 0 ? [] : curves[0].Shares, [.. curves.Select(curve => curve.Values)],
            found.Road?.Shares ?? [], found.Road is { } road ? [road.MostFirst, road.LeastFirst] : [],
            pictured ? [.. found.Samples.Select((sample, n) => SampleData.Of(sample, run.Courses, n))] : [],
            pictured ? run.Courses?.Epochs : null);
    }
}

/// <param name="Gaze">Base64: a byte for each cell, row by row.</param>
/// <param name="Picture">A JPEG file in base64.</param>
/// <param name="Through">Base64: the gaze epoch by epoch; null where it was not recorded.</param>
internal sealed record SampleData(
    string Class, string Path, bool Consistent, double Deviation, double Confidence, int Height, int Width, string Gaze, string Picture,
        string? Through)
{
    public static SampleData Of(ExaminedSample sample, SampleCourses? courses, int at) => new(
        SafeText.Reason(sample.Class), SafeText.Reason(sample.Path), sample.Consistent, sample.Deviation, sample.Confidence, sample.Height,
            sample.Width, sample.Gaze, sample.Picture,
        courses is null ? null : Convert.ToBase64String([.. courses.Images[at].SelectMany(gaze => gaze.Cells)]));
}
