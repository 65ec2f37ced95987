using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine.Sweeps;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Engine;

/// <summary>Judges a sweep before it is journalled: by the journal, by the disk, and by whether its data are there.</summary>
internal static class Admission
{
    /// <summary>A run has one journal, and so one sweep: the first that named it, whether that is awake or not.</summary>
    /// <param name="journalled">In the order in which they were handed in.</param>
    public static IReadOnlyDictionary<RunId, string> Owners(IEnumerable<SweepSpec> journalled)
    {
        var owners = new Dictionary<RunId, string>();
        foreach (var sweep in journalled)
            foreach (var run in sweep.Runs) owners.TryAdd(run.Id, sweep.Name);
        return owners;
    }

    /// <summary>Says so where a run is another sweep's; null where none is.</summary>
    /// <param name="owners">As <see cref="Owners"/> has them.</param>
    public static string? OtherOwner(SweepSpec asked, IReadOnlyDictionary<RunId, string> owners) =>
        asked.Runs.Find(run => owners.TryGetValue(run.Id, out var owner) && owner != asked.Name) is { } taken
            ? $"The run {taken.Id} of {asked.Name} belongs to the sweep {owners[taken.Id]}, which this state folder knows. "
              + $"Give {asked.Name} other run names; a sweep's own name begins them."
            : null;

    /// <summary>True where the journal knows the sweep with these data: they were there once, so they are waited for.</summary>
    public static bool Knows(IEnumerable<SweepSpec> journalled, string sweep, string data) =>
        journalled.Any(known => known.Name == sweep && known.Runs.Exists(run => run.Data == data));

    /// <summary>Whether <see cref="PrecisionObjection"/> has none whatever the devices are.</summary>
    public static bool FitsAnyDevice(SweepSpec asked) => asked.Runs.TrueForAll(run => run.Training.Precision != Precision.Tf32);

    /// <summary>Why a run's precision is not to be had on the devices that runs are dealt over; null where it is.</summary>
    public static Answer.Refused? PrecisionObjection(SweepSpec asked, IReadOnlyList<string> devices) =>
        (from run in asked.Runs
         from device in devices
         let objection = Precisions.Objection(run.Training.Precision, device)
         where objection is not null
         select new Answer.Refused($"{run.Id}: {objection}", Refusal.WrongInput)).FirstOrDefault()
        ?? (devices.All(device => DeviceName.Parse(device) == DeviceName.Cpu)
            || asked.Runs.Select(run => run.Training.Precision == Precision.Tf32).Distinct().Count() < 2 ? null
            : new Answer.Refused(
                $"{asked.Name}: training.precision: found tf32 beside others; allowed on a GPU: one engine trains with tf32 or without it, "
                + "because libtorch has one switch for a process. Make two sweeps of it, and run them one after the other.",
                Refusal.WrongInput));

    /// <summary>
    /// Why the sweep cannot be taken, by its data folders and by the room on the disk; a run that has checkpoints has taken its room
    /// already. Null where it can.
    /// </summary>
    /// <param name="checkDisk">Null: room is not looked at.</param>
    /// <exception cref="InvalidInputException">A data folder that is not known is not there, or is no data set.</exception>
    public static Answer.Refused? Objection(
        SweepSpec asked, IReadOnlyList<SweepSpec> journalled, StateFolder folder, int slots, Func<string, long>? checkDisk)
    {
        var absent = new HashSet<OpenImages>();
        bool IsAbsent(RunSpec run) => absent.Contains(RunImages.Of(run).Place());
        foreach (var images in asked.Runs.Select(run => RunImages.Of(run).Place()).Distinct())
        {
            if (Knows(journalled, asked.Name, images.Data))
            {
                if (DataPlace.Missing(images) is not null) absent.Add(images);
            }
            else if (DataPlace.Absence(images.Data) is { } why)
            {
                throw new InvalidInputException($"{why} Name the folder that holds the training and the test folder, or a manifest.");
            }
        }

        var fresh = asked.Runs.Where(run => !Directory.Exists(folder.CheckpointsOf(run.Id))).ToArray();
        if (SplitCheck.Objection(fresh.Where(run => !IsAbsent(run))) is { } objection)
            return new Answer.Refused($"{asked.Name}: {objection}", Refusal.WrongInput);
        if (checkDisk is null) return null;
        var need = DiskNeed.Of(fresh, slots, run => IsAbsent(run) ? default : DiskNeed.ImagesOf(run));
        return need.Shortage(checkDisk(folder.LargestPart), folder.LargestPart) is { } shortage
            ? new Answer.Refused(shortage, Refusal.Prevented)
            : null;
    }
}
