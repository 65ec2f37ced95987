using System.CommandLine;
using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Control;
using ActorGaze.Actors.Control.Dto;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Tui.Client;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Terminal;
using Serilog.Extensions.Logging;

namespace ActorGaze.Tui.Cli;

/// <summary><c>up</c> and <c>down</c>: the engine alone, in the foreground, until it is asked to leave.</summary>
internal static class UpVerb
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    public static IEnumerable<Command> Make(Surroundings around)
    {
        var up = new Command("up", "Starts the engine in the foreground, for tmux, systemd or nohup; what the state folder knows goes on.");
        up.SetAction((parsed, _) => UpAsync(Call.Of(parsed, around)));
        yield return up;

        var down = new Command("down", "Asks the engine to save and leave, and waits until it has.");
        down.SetAction((parsed, cancel) => DownAsync(Call.Of(parsed, around), cancel));
        yield return down;
    }

    private static async Task<int> UpAsync(Call call)
    {
        var preparing = Lab.PrepareAsync();
        var (engine, folder) = (call.EngineAlone(), new StateFolder(call.StateFolder));
        if (ControlSocket.Objection(folder) is { } reason) throw new InvalidInputException(reason);
        // an engine that cannot say that it is up is up all the same
        if (call.Around.Output is { } output) output.Worth = OutputWorth.Notice;
        using var interruption = Interruption.Saving(call.Around);
        using var start = new BoundedStart(call.Around, engine.Lab.ShutdownTimeout, interruption.Token);
        await using var held = await LocalEngine.StartAsync(call, engine).ConfigureAwait(false);
        await preparing.ConfigureAwait(false);
        held.EndWhenLost(interruption);
        var listens = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var waking = held.Lab.WakeAllAsync(after: listens.Task); // whoever asks meanwhile is told what is known, and commands wait
        await held.ListenAsync(interruption).ConfigureAwait(false);
        listens.SetResult();
        start.Dispose();
        if (await interruption.ComesAfterAsync(held.Lab.Plan).ConfigureAwait(false))
        {
            await held.Lab.Plan.ConfigureAwait(false); // a device that is not there ends the engine
            SayUp(call, held.Lab.Facts, folder);
            SystemdNotice.Ready(call.Around);
        }

        if (await interruption.ComesAfterAsync(waking).ConfigureAwait(false))
        {
            foreach (var refused in await waking.ConfigureAwait(false)) call.Around.Error.WriteLine($"actorgaze: {refused}");
            held.Lab.WarmUp(); // last: nothing before needs a worker, except a run that wants a slot, which asks for one
        }

        await Task.Delay(Timeout.Infinite, interruption.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        SystemdNotice.Stopping(call.Around);
        var saved = await held.LeaveAsync().ConfigureAwait(false);
        var lost = held.TellLoss(call.Around.Error);
        if (!saved) Departure.Leave(call.Around, lost ? ExitStatus.Prevented : ExitStatus.Interrupted); // a trainer is still at work
        return lost ? ExitStatus.Prevented : interruption.BySignal ? ExitStatus.Interrupted : ExitStatus.Well;
    }

    private static void SayUp(Call call, EngineFacts facts, StateFolder folder)
    {
        if (call.Json) call.Around.Out.WriteLine(JsonSerializer.Serialize(facts, Json.Options));
        else call.Around.Out.WriteLine(Rendering.SafeText.Line(
            $"actorgaze {facts.Version}: the engine is up (process {facts.ProcessId}, "
            + (facts.Devices.IsEmpty
                ? "runs on nodes alone"
                : $"{Numbers.Count(facts.Slots, "run")} at once on {string.Join(", ", facts.Devices)}")
            + $"), {folder.Socket}"));
        call.Around.Out.Flush();
    }

    private static async Task<int> DownAsync(Call call, CancellationToken cancel)
    {
        call.CheckSets();
        using var client = new EngineClient(call.StateFolder);
        var facts = await FactsAsync(client, cancel).ConfigureAwait(false);
        var engine = facts.ProcessId > 0 ? $"engine (process {facts.ProcessId})" : "engine";
        if (await client.DownAsync(cancel).ConfigureAwait(false) is Answer.Refused refused)
        {
            call.Warn($"the {engine} was asked to leave and did not take it: {refused.Reason}");
            return ExitStatus.Of(refused.Kind, notPossible: ExitStatus.Failed);
        }

        using var ticks = new PeriodicTimer(LookAgain, call.Around.Clock);
        while (EngineLock.IsHeld(new StateFolder(call.StateFolder))) await ticks.WaitForNextTickAsync(cancel).ConfigureAwait(false);
        call.Say(facts, _ => [$"The {engine} has saved its runs and left."]);
        return ExitStatus.Well;
    }

    /// <summary>An engine of whatever version can be asked to leave, also one whose facts cannot be read.</summary>
    private static async Task<EngineFacts> FactsAsync(EngineClient client, CancellationToken cancel)
    {
        try
        {
            return await client.EngineAsync(cancel).ConfigureAwait(false);
        }
        catch (BrokenAnswerException)
        {
            return new EngineDto().ToFacts();
        }
    }
}
