using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn;
using ActorGaze.Nn.Models;
using ActorGaze.Nn.Data.Phantoms;
using ActorGaze.Nn.Parts;

namespace ActorGaze.Actors.Storage;

/// <summary>How many images a data set has on either side.</summary>
public readonly record struct ImageCount(int Training, int Test)
{
    public int All => Training + Test;

    /// <summary>Those that a run is evaluated on.</summary>
    /// <param name="validation">Share of the training images that is held back, in [0, 1).</param>
    public int EvaluatedWith(double validation) => validation > 0 ? (int)Math.Ceiling(Training * validation) : Test;
}

/// <summary>Bytes that a sweep will take on disk.</summary>
/// <param name="Checkpoints">What its runs keep at the end, and the halves of saves under way.</param>
/// <param name="Images">Decoded data sets.</param>
public sealed record DiskNeed(long Checkpoints, long Images)
{
    private const int KeptPerRun = 3; // the newest two and the best
    private const int MostClasses = 4;
    private const int BytesPerParameter = 3 * sizeof(float); // the weight and Adam's two moments
    private const int BytesPerGaze = sizeof(float) + sizeof(int); // beside a byte for each cell
    private const long Slack = 64 << 10; // a checkpoint's header, buffers, means and generators; the figures of its epochs come on top

    /// <summary>
    /// Trainable numbers of the program's own networks, for four classes. Counting them takes libtorch, which an engine whose workers are
    /// processes does not load.
    /// </summary>
    internal static ImmutableDictionary<string, long> Parameters { get; } = new Dictionary<string, long>
    {
        ["level1"] = 5_236, ["level2"] = 282_932, ["level3"] = 1_103_364, ["level4"] = 1_121_732, ["level5"] = 10_219_684,
    }.ToImmutableDictionary();

    /// <summary>Recorded gazes of every evaluated image, epoch by epoch: they are never deleted.</summary>
    public long Gazes { get; init; }

    public long Total => Checkpoints + Images + Gazes;

    /// <param name="runs">Those that have not ended; ended ones have taken their room already.</param>
    /// <param name="slots">Saves that may be under way at once.</param>
    /// <param name="imagesOf">Images of a run's data set; none where they are not to be counted.</param>
    public static DiskNeed Of(IReadOnlyCollection<RunSpec> runs, int slots, Func<RunSpec, ImageCount> imagesOf)
    {
        var counts = new Dictionary<OpenImages, ImageCount>();
        ImageCount Count(RunSpec run) =>
            counts.TryGetValue(RunImages.Of(run).Decoding(), out var known) ? known : counts[RunImages.Of(run).Decoding()] = imagesOf(run);
        var sizes = runs.Select(run => (ParametersOf(run.Network) * BytesPerParameter) + Slack
            + EpochHistory.BytesOf(run.Epochs, MostClasses, CellsOf(run))).ToArray();
        return new DiskNeed(
            (KeptPerRun * sizes.Sum()) + sizes.OrderDescending().Take(slots).Sum(),
            runs.DistinctBy(run => RunImages.Of(run) with { DropLeaked = false, HeldBack = 0 })
                .Sum(run => (long)Count(run).All * run.Form.ByteCount))
        {
            Gazes = runs.Where(run => run.RecordGazes == GazesKept.All)
                .Sum(run => run.Epochs * (long)Count(run).EvaluatedWith(run.Validation) * (CellsOf(run) + BytesPerGaze)),
        };
    }

    private static int CellsOf(RunSpec run) => GazeGrid.CellsAt(run.Gaze.Layer, run.Form);

    /// <summary>A network that somebody brings counts as the largest of the program's own: it is not run here.</summary>
    private static long ParametersOf(NetworkSpec network) =>
        network.Plugin is null && Parameters.TryGetValue(network.Name, out var known) ? known : Parameters.Values.Max();

    /// <summary>Images that a run's data set has, before it is decoded.</summary>
    /// <exception cref="InvalidInputException">The folder is no data set.</exception>
    public static ImageCount ImagesOf(RunSpec run)
    {
        if (DataFolders.IsPhantoms(run.Data))
        {
            var spec = run.Phantoms ?? new PhantomSpec(default);
            return new ImageCount(spec.Classes * spec.TrainPerClass, spec.Classes * spec.TestPerClass);
        }

        if (run.Source is { Plugin: not null }) return default; // its code is not run to count
        var listing = DataFolders.List(RunImages.Of(run));
        return new ImageCount(listing.Train.Length, listing.Test.Length);
    }

    /// <summary>Null where it fits; else what is needed and what there is.</summary>
    public string? Shortage(long free, string folder) => Total <= free
        ? null
        : $"{folder}: about {Gigabytes(Total)} GB are needed ({Gigabytes(Checkpoints)} for checkpoints, {Gigabytes(Images)} for decoded "
            + $"images{(Gazes > 0 ? $", {Gigabytes(Gazes)} for recorded gazes" : "")}), and {Gigabytes(free)} GB are free. Make room, or "
            + "give --state another folder.";

    private static string Gigabytes(long bytes) => FormattableString.Invariant($"{bytes / 1e9:0.00}");
}
