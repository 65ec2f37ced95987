using System.Diagnostics;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Telemetry;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tests.Chaos;

/// <summary>The engine that is killed: runs a trial to its end, tells every event, save and step on standard output, and dies where it is told to.</summary>
internal static class Child
{
    private static readonly Lock Voice = new();
    private static int _events;
    private static readonly int[] Saves = new int[3];

    /// <returns>0 where every run has completed.</returns>
    public static async Task<int> RunAsync(ChildOrder order)
    {
        var services = new LabServices
        {
            Observer = new EngineObserver
            {
                Journalled = (id, @event) => Journalled(id, @event, order.DieAfterEvent),
                Stepped = (run, at) => Say(FormattableString.Invariant($"step {run} {at.EpochsDone} {at.StepsIntoNext}")),
                Saving = stage => Saving(stage, order.DieInSave),
            },
        };
        await using var lab = await Lab.StartAsync(order.Settings(), services);
        Say("open");
        if (await lab.SubmitAsync(order.Trial.Sweep()) is Answer.Refused refused)
        {
            await Console.Error.WriteLineAsync(refused.Reason);
            return 2;
        }

        var score = await lab.WaitAsync(Trial.Name);
        foreach (var run in score.Of(Trial.Name).Where(run => run.Summary.Phase != RunPhase.Completed))
            await Console.Error.WriteLineAsync($"{run.Spec.Id} is {run.Summary.Phase}: {run.Summary.Reason}");
        return score.Of(Trial.Name).All(run => run.Summary.Phase == RunPhase.Completed) ? 0 : 1;
    }

    private static void Journalled(string id, object @event, int? dieAfter)
    {
        var from = @event is RunEvent.Started started ? FormattableString.Invariant($" {started.From?.At.EpochsDone ?? 0} {started.From?.At.StepsIntoNext ?? 0}") : "";
        Say($"event {id} {@event.GetType().Name}{from}");
        if (Interlocked.Increment(ref _events) == dieAfter) Die();
    }

    private static void Saving(SaveStage stage, DeathInSave? death)
    {
        if (Interlocked.Increment(ref Saves[(int)stage]) != death?.Nth || stage != death.Stage) return;
        Say($"death {stage}");
        Die();
    }

    /// <summary>SIGKILL: no finally, no flush, no goodbye.</summary>
    private static void Die() => Process.GetCurrentProcess().Kill();

    /// <summary>A line is in the pipe before what it tells of can be followed by anything.</summary>
    private static void Say(string line)
    {
        lock (Voice)
        {
            Console.Out.WriteLine(line);
            Console.Out.Flush();
        }
    }
}
