using System.Collections.Immutable;
using System.Text.Json;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Persistence;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tests.Chaos;

/// <summary>A run that saves after every step, killed after the k-th event of its state folder and started again; for every k.</summary>
internal sealed class EveryEvent(string folder, long seed, int level, Precision precision, Journals journals, int stride, Action<string> say)
{
    private const int SureEvents = 7; // without saves inside an epoch

    private readonly Trial _trial = new(seed, level, [50], Epochs: 2, PerClass: 4, Batch: 4) { Precision = precision };

    /// <exception cref="ChaosException">A child ended as nobody asked it to.</exception>
    public async Task<EveryEventReport> RunAsync(TimeProvider clock)
    {
        var started = clock.GetTimestamp();
        var undisturbed = Path.Combine(folder, "undisturbed");
        var life = await ChildProcess.RunAsync(Order(undisturbed));
        var events = life.Lines.Count(line => line.StartsWith("event ", StringComparison.Ordinal));

        var differences = new string?[events];
        var chosen = Enumerable.Range(0, events).Where(k => k % stride == 0);
        await Parallel.ForEachAsync(chosen, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (k, _) => differences[k] = await TryAsync(k + 1, undisturbed));
        return new EveryEventReport(level, seed, differences.FirstOrDefault(what => what is not null), events, clock.GetElapsedTime(started).TotalSeconds);
    }

    private async Task<string?> TryAsync(int k, string undisturbed)
    {
        var state = Path.Combine(folder, FormattableString.Invariant($"after-{k}"));
        var order = Order(state) with { Journal = journals.Next() };
        var killed = await ChildProcess.RunAsync(order with { DieAfterEvent = k });
        if (!killed.Killed && k <= SureEvents) return $"the child outlived event {k}";
        if (killed.Killed) await ChildProcess.RunAsync(order); // else fewer saves were due this time: how many depends on the disk
        say(FormattableString.Invariant($"level {level} seed {seed}: killed after event {k}, {killed.Lines[^1]}"));

        var difference = Comparison.FirstDifference(undisturbed, state) ?? JournalDifference(undisturbed, state);
        return difference is null ? null : $"killed after event {k} ({killed.Lines[^1]}): {difference}";
    }

    private ChildOrder Order(string state) => new(state, _trial, Share: 1, IntervalMs: 0);

    private static string? JournalDifference(string undisturbed, string disturbed)
    {
        var (expected, actual) = (Timeless(undisturbed), Timeless(disturbed));
        var i = Enumerable.Range(0, Math.Max(expected.Count, actual.Count)).FirstOrDefault(n => expected.ElementAtOrDefault(n) != actual.ElementAtOrDefault(n), -1);
        return i < 0 ? null : $"event {i + 1} is\n{actual.ElementAtOrDefault(i) ?? "missing"}\nand undisturbed\n{expected.ElementAtOrDefault(i) ?? "missing"}";
    }

    /// <summary>
    /// Every event as text. Left out are times, attempts (a new start tells nothing, and a file's name has its attempt) and saves inside an epoch:
    /// they are written beside the training, and which steps have one depends on how fast the disk is. A checkpoint that was durable when its event
    /// was not, and is adopted, tells the end of its epoch.
    /// </summary>
    private static ImmutableList<string> Timeless(string state)
    {
        var journal = JournalReader.Open(state);
        return
        [
            .. from run in journal.RunsOf(Trial.Name)
               from entry in journal.EventsOf(run.Spec!.Id)
               where entry.Event is not (RunEvent.Started or RunEvent.CheckpointSaved { Why: "rhythm" })
               from told in Told(entry.Event)
               select Text(told),
        ];
    }

    private static IEnumerable<RunEvent> Told(RunEvent written) =>
        written is RunEvent.CheckpointAdopted found
        ? found.Epochs.Select(epoch => new RunEvent.EpochCompleted(epoch, found.Checkpoint) { At = found.At })
        : [written];

    private static string Text(RunEvent told)
    {
        var timeless = told with { At = default } switch
        {
            RunEvent.CheckpointSaved e => e with { Checkpoint = e.Checkpoint with { File = "" } },
            RunEvent.EpochCompleted e => e with { Checkpoint = e.Checkpoint with { File = "" } },
            var e => e,
        };
        return $"{told.GetType().Name} {JsonSerializer.Serialize(timeless, timeless.GetType())}";
    }
}
