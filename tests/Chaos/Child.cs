using System.Diagnostics;
using System.Text;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Telemetry;
using ActorGaze.Actors.Workers;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tests.Chaos;

/// <summary>The engine that is killed: runs a trial to its end, tells every event, save and step on standard output, and dies where it is told to.</summary>
internal static class Child
{
    private static readonly Lock Voice = new();
    private static int _events;
    private static readonly int[] Counts = new int[4]; // of the stages of saves, and of steps

    /// <returns>0 where every run has completed.</returns>
    public static async Task<int> RunAsync(ChildOrder order)
    {
        using var log = new ChildLog(Path.Combine(order.State, "child.log"));
        var services = new LabServices
        {
            Logging = log.Factory,
            Worker = order.Processes ? new WorkerProgram(Environment.ProcessPath!, [.. ChildProcess.Own, "worker", order.ToArgument()]) : null,
            Observer = new EngineObserver
            {
                Journalled = (id, @event) => Journalled(id, @event, order.DieAfterEvent),
                Stepped = (run, at) =>
                {
                    Say(Step(run, at));
                    DieAt(null, order);
                },
                Saving = stage => DieAt(stage, order),
            },
        };
        if (order.Processes) _ = Task.Run(() => TellSteps(order.Steps));
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

    /// <summary>A worker: its standard output is its engine's, so that it writes its steps into a file.</summary>
    public static async Task<int> WorkAsync(ChildOrder order)
    {
        using var steps = new FileStream(order.Steps, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        var observer = new EngineObserver
        {
            Stepped = (run, at) =>
            {
                steps.Write(Encoding.UTF8.GetBytes(Step(run, at) + "\n"));
                DieAt(null, order);
            },
            Saving = stage => DieAt(stage, order),
        };
        await WorkerHost.RunAsync(Console.OpenStandardInput(), Console.OpenStandardOutput(), order.State, observer);
        return 0;
    }

    private static string Step(RunId run, TrainingPosition at) => FormattableString.Invariant($"step {run} {at.EpochsDone} {at.StepsIntoNext}");

    /// <summary>Tells the steps of workers as they come into the file; from those on that are there already.</summary>
    private static async Task TellSteps(string file)
    {
        using var steps = new FileStream(file, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);
        steps.Seek(0, SeekOrigin.End);
        using var lines = new StreamReader(steps);
        var half = "";
        while (true)
        {
            var text = half + await lines.ReadToEndAsync();
            var whole = text.Split('\n');
            foreach (var line in whole[..^1]) Say(line);
            half = whole[^1];
            await Task.Delay(2);
        }
    }

    private static void DieAt(SaveStage? stage, ChildOrder order)
    {
        var nth = Interlocked.Increment(ref Counts[stage is { } save ? (int)save : Counts.Length - 1]);
        if (order.DieInside is not { } death || nth != death.Nth || stage != death.Stage) return;
        if (order.Processes)
        {
            try
            {
                using var only = new FileStream(order.DiedInside, FileMode.CreateNew);
            }
            catch (IOException)
            {
                return; // another one has died
            }
        }
        else
        {
            Say($"death {stage}");
        }

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
