using System.Collections.Immutable;
using ActorGaze.Nn.Gaze;

namespace ActorGaze.Tui.Reports;

/// <summary>Class mean gazes of a setting's runs, as a page's data has them: a byte for each cell, all on one scale.</summary>
/// <param name="Most">
/// What <see cref="Steps"/> stands for; 0 stands for 0. It is exceeded by few cells, which have that byte too: one map of a single image
/// would otherwise darken all others.
/// </param>
/// <param name="Greatest">The greatest value that there is.</param>
/// <param name="Epochs">Those whose gazes are kept, ascending.</param>
/// <param name="Runs">Base64, by run: epoch by epoch, in them class by class, row-major. Empty where the run has none.</param>
internal sealed record GazeData(int Height, int Width, double Most, double Greatest, ImmutableArray<int> Epochs,
    ImmutableArray<string> Runs)
{
    /// <summary>The greatest byte of a value.</summary>
    public const int Steps = 254;

    /// <summary>The byte of a cell whose gaze is not known.</summary>
    public const byte Unknown = 255;

    private const double Within = 0.995; // of all cells

    /// <summary>Null where no run has one. Maps of another shape than the first one's are not known.</summary>
    public static GazeData? Of(ImmutableArray<RunReport> runs)
    {
        Dictionary<int, ClassMeanGazes>[] all =
        [
            .. runs.Select(run => run.Epochs.Where(e => e.Evaluation.Gazes.Classes > 0)
                .ToDictionary(e => e.Epoch, e => e.Evaluation.Gazes)),
        ];
        if (all.SelectMany(run => run.Values).FirstOrDefault() is not { } shape) return null;

        ImmutableArray<int> epochs = [.. all.SelectMany(run => run.Keys).Distinct().Order()];
        double[] cells = [.. all.SelectMany(run => run.Values).SelectMany(Cells).Order()];
        var most = cells[(int)(Within * (cells.Length - 1))];
        return new GazeData(
            shape.Height, shape.Width, most, cells[^1], epochs,
            [
                .. all.Select(run => run.Count == 0
                    ? ""
                    : Convert.ToBase64String([.. epochs.SelectMany(epoch => Bytes(run.GetValueOrDefault(epoch), shape, most))])),
            ]);
    }

    private static IEnumerable<byte> Bytes(ClassMeanGazes? gazes, ClassMeanGazes shape, double most) =>
        gazes is null || (gazes.Classes, gazes.Height, gazes.Width) != (shape.Classes, shape.Height, shape.Width)
            ? Enumerable.Repeat(Unknown, shape.Classes * shape.Height * shape.Width)
            : Cells(gazes).Select(value => most == 0 ? (byte)0 : (byte)Math.Round(Math.Min(1, value / most) * Steps));

    private static IEnumerable<double> Cells(ClassMeanGazes gazes) =>
        Enumerable.Range(0, gazes.Classes).SelectMany(gazes.Of).Select(value => float.IsFinite(value) ? Math.Max(0, (double)value) : 0);
}
