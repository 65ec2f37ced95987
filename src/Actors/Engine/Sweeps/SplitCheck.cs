using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Folders;
using ActorGaze.Nn.Data.Phantoms;
using ActorGaze.Nn.Data.Store;

namespace ActorGaze.Actors.Engine.Sweeps;

/// <summary>Whether every class of the data sets that runs name can be trained on and evaluated on, as far as file names tell.</summary>
internal static class SplitCheck
{
    /// <summary>Null where it can; else the first data set where it cannot, the class, and the key to change.</summary>
    /// <remarks>A folder that is absent is not judged here: its disk may come back.</remarks>
    /// <exception cref="InvalidInputException">A folder is no data set.</exception>
    public static string? Objection(IEnumerable<RunSpec> runs) =>
        runs.DistinctBy(run => (run.Data, run.Phantoms, run.Validation))
            .Select(Objection).FirstOrDefault(objection => objection is not null);

    private static string? Objection(RunSpec run)
    {
        if (DataFolders.IsPhantoms(run.Data))
        {
            var spec = run.Phantoms ?? new PhantomSpec(default);
            var names = spec.ClassNames();
            int[] Each(int count) => [.. names.Select(_ => count)];
            return Named(run, DataSplit.Objection(names, Each(spec.TrainPerClass), Each(spec.TestPerClass), run.Validation));
        }

        if (!Directory.Exists(run.Data)) return null;
        var folder = ImageFolder.Scan(run.Data);
        return Named(run, DataSplit.Objection(folder.Classes, Counts(folder, folder.Train), Counts(folder, folder.Test), run.Validation));
    }

    private static int[] Counts(ImageFolder folder, IEnumerable<ImageFile> files)
    {
        var counts = new int[folder.Classes.Length];
        foreach (var file in files) counts[file.Label]++;
        return counts;
    }

    private static string? Named(RunSpec run, string? objection) => objection is null ? null : $"{run.Data}: {objection}";
}
