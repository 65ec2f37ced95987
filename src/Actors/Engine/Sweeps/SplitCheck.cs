using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
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
        runs.DistinctBy(run => (RunImages.Of(run) with { DropLeaked = false, HeldBack = 0 }, run.Validation))
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

        if (run.Source is { Plugin: not null }) return null; // its code is not run here
        return DataFolders.IsThere(run.Data) ? Named(run, DataSplit.Objection(DataFolders.List(RunImages.Of(run)), run.Validation)) : null;
    }

    private static string? Named(RunSpec run, string? objection) => objection is null ? null : $"{run.Data}: {objection}";
}
