using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn.Training;
using Microsoft.Data.Sqlite;

namespace ActorGaze.Tests.Chaos;

/// <summary>Two state folders of the same trial, held against each other: an undisturbed one and one that was not.</summary>
internal static class Comparison
{
    /// <summary>Null where every run ended with the same bits and told its story once; else the first difference, in words.</summary>
    /// <param name="undisturbed">A state folder.</param>
    /// <param name="disturbed">Another.</param>
    /// <param name="damaged">How many checkpoints of it were damaged.</param>
    public static string? FirstDifference(string undisturbed, string disturbed, int damaged = 0, bool workersDied = false)
    {
        var (expected, actual) = (JournalReader.Open(undisturbed), JournalReader.Open(disturbed));
        var runs = expected.RunsOf(Trial.Name).ToList();
        if (runs.Count == 0) return $"{undisturbed} holds no run.";
        return runs.Select(run => Difference(run, actual, undisturbed, disturbed, workersDied) is { } what ? $"{run.Spec!.Id}: {what}" : null).FirstOrDefault(what => what is not null)
            ?? SetAsideDifference(runs, actual, damaged)
            ?? MetricsDifference(runs, disturbed);
    }

    private static string? Difference(RunState expected, JournalReader journal, string undisturbed, string disturbed, bool workersDied)
    {
        var id = expected.Spec!.Id;
        if (journal.Run(id) is not { } actual) return "it is not in the disturbed journal";
        if (expected.Phase != RunPhase.Completed) return $"undisturbed it is {expected.Phase}: {expected.Reason}";
        if (actual.Phase != RunPhase.Completed) return $"it is {actual.Phase}: {actual.Reason}";
        if (Story([.. journal.EventsOf(id).Select(entry => entry.Event)], expected.Spec.Epochs, workersDied) is { } flaw) return flaw;
        for (var epoch = 0; epoch < expected.Epochs.Count; epoch++)
        {
            if (!expected.Epochs[epoch].Equals(actual.Epochs[epoch]))
                return $"epoch {epoch + 1} is\n{actual.Epochs[epoch]}\nand undisturbed\n{expected.Epochs[epoch]}";
        }

        if (Different(Final(undisturbed, expected), Final(disturbed, actual)) is { } tensor) return $"its final checkpoint differs in {tensor}";
        if (expected.WeightsSha256 != actual.WeightsSha256) return $"its weights are {actual.WeightsSha256}, and undisturbed {expected.WeightsSha256}";
        return Strays(actual, new StateFolder(disturbed).CheckpointsOf(id));
    }

    /// <summary>Each epoch once and in order, one end, attempts counted up, no fault but those of workers that were killed.</summary>
    private static string? Story(IReadOnlyList<RunEvent> events, int epochs, bool workersDied)
    {
        var told = events.SelectMany(e => e switch
        {
            RunEvent.EpochCompleted done => [done.Metrics.Epoch],
            RunEvent.CheckpointAdopted found => found.Epochs.Select(epoch => epoch.Epoch),
            _ => Enumerable.Empty<int>(),
        }).ToList();
        if (!told.SequenceEqual(Enumerable.Range(1, epochs))) return $"its epochs are told as {string.Join(", ", told)}";
        var killed = workersDied ? "was killed (SIGKILL)" : "nothing is forgiven";
        if (events.OfType<RunEvent.Faulted>().FirstOrDefault(e => !e.Fault.Reason.Contains(killed, StringComparison.Ordinal)) is { } faulted) return $"a fault is told: {faulted.Fault.Reason}";
        var attempts = events.OfType<RunEvent.Started>().Select(e => e.Attempt).ToList();
        if (!attempts.SequenceEqual(Enumerable.Range(1, attempts.Count))) return $"its attempts are told as {string.Join(", ", attempts)}";
        var ends = events.OfType<RunEvent.Completed>().Count();
        var last = events.Last(e => e is not RunEvent.FileSetAside); // what was left in its folder since is moved at the next start
        return ends != 1 ? $"it is told to be complete {ends} times" : last is RunEvent.Completed ? null : $"its last event is {last.GetType().Name}";
    }

    private static Checkpoint Final(string state, RunState run) =>
        CheckpointFile.Read(Path.Combine(new StateFolder(state).CheckpointsOf(run.Spec!.Id), run.Latest!.File), run.Latest.Sha256);

    /// <summary>Weights, buffers, moments, class means and generators; and by metadata the scheduler, the position and all else.</summary>
    private static string? Different(Checkpoint expected, Checkpoint actual) =>
        expected.Tensors.Keys.Union(actual.Tensors.Keys)
            .FirstOrDefault(key => !Equals(expected.Tensors.GetValueOrDefault(key), actual.Tensors.GetValueOrDefault(key)))
        ?? expected.Metadata.Keys.Union(actual.Metadata.Keys)
            .FirstOrDefault(key => expected.Metadata.GetValueOrDefault(key) != actual.Metadata.GetValueOrDefault(key));

    /// <summary>The folder holds what the journal names and nothing else.</summary>
    private static string? Strays(RunState run, string folder)
    {
        var named = run.Checkpoints.Select(c => c.File).ToHashSet();
        var files = Directory.EnumerateFiles(folder).Select(Path.GetFileName).ToList();
        if (named.FirstOrDefault(name => !files.Contains(name)) is { } missing) return $"{missing} is named by the journal and not there";
        return files.FirstOrDefault(file => !named.Contains(file!)) is { } stray
            ? $"{stray} was left behind in its folder"
            : null;
    }

    /// <summary>Every damaged checkpoint was recognised, but for those that a further one, found in the folder, made needless; and no sound one was taken for damaged.</summary>
    private static string? SetAsideDifference(IReadOnlyList<RunState> runs, JournalReader journal, int damaged)
    {
        var events = runs.SelectMany(run => journal.EventsOf(run.Spec!.Id)).Select(entry => entry.Event).ToList();
        var (setAside, adopted) = (events.OfType<RunEvent.CheckpointSetAside>().Count(), events.OfType<RunEvent.CheckpointAdopted>().Count());
        return setAside <= damaged && damaged <= setAside + adopted ? null : $"{damaged} checkpoints were damaged, {setAside} set aside and {adopted} adopted";
    }

    /// <summary>metrics.db, whatever was done to it, has every epoch again.</summary>
    private static string? MetricsDifference(IReadOnlyList<RunState> runs, string disturbed)
    {
        var file = new StateFolder(disturbed).Metrics;
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*), TOTAL(kappa), TOTAL(gaze_deviation) FROM epochs";
        using var reader = command.ExecuteReader();
        reader.Read();
        var epochs = runs.SelectMany(run => run.Epochs).ToList();
        return reader.GetInt64(0) == epochs.Count && Near(reader.GetDouble(1), epochs.Sum(e => e.Evaluation.Kappa)) && Near(reader.GetDouble(2), epochs.Sum(e => e.Evaluation.GazeDeviation))
            ? null
            : $"metrics.db has {reader.GetInt64(0)} epochs with other figures than the {epochs.Count} of the journals";
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) < 1e-9; // sums in another order
}
