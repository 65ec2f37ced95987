using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine;
using ActorGaze.Tests.Actors.Faults;
using static ActorGaze.Tests.Actors.Faults.TestEngine;

namespace ActorGaze.Tests.Actors.Plugins;

/// <summary>Networks that an assembly brings, in engines whose runs are threads and in those whose runs are processes.</summary>
[Slow]
public sealed class PluginSpecs : IDisposable
{
    private readonly Undisturbed _undisturbed;
    private readonly string _folder = Directory.CreateTempSubdirectory("labs-").FullName;

    public PluginSpecs(Undisturbed undisturbed)
    {
        _undisturbed = undisturbed;
        File.Copy(Labs.Mine, Lab);
    }

    private string Lab => Path.Combine(_folder, "lab.dll");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("narrow", false)]
    [InlineData("patches", false)]
    [InlineData("patches", true)]
    public async Task A_network_of_another_grid_trains_and_goes_on_after_a_pause_to_the_same_bits(string name, bool inProcesses)
    {
        using var engine = new TestEngine { InProcesses = inProcesses };
        using var whole = new TestEngine();
        var run = _undisturbed.Run("r") with { Network = Labs.Network(Lab, name, ("width", "8")), Epochs = 6 };

        await whole.RunToRest([run]);
        await using (var lab = await engine.StartWith([run]))
        {
            while ((await lab.ScoreboardAsync()).Runs.GetValueOrDefault(run.Id)?.Summary.EpochsDone is null or < 1) await Task.Delay(5, Cancel);
            if ((await lab.PauseAsync(run.Id)).IsAccepted) Accepted(await lab.ResumeAsync(run.Id));
            await lab.WaitAsync(Sweep, cancel: Cancel);
        }

        var (state, undisturbed) = (engine.Told(run.Id), whole.Told(run.Id));
        Assert.True(state.Phase == RunPhase.Completed, state.Reason);
        Assert.Equal((undisturbed.WeightsSha256, 6), (state.WeightsSha256, state.Epochs.Count));
        Assert.Equal((7, 7), (state.Epochs[^1].Evaluation.Gazes.Height, state.Epochs[^1].Evaluation.Gazes.Width));
        Assert.True(state.Epochs[^1].Training.GazeLoss is not null);
    }

    [Theory]
    [InlineData("throws", "The network 'throws' does not keep the contract: shapes: its code threw InvalidOperationException: no such layer", "BrokenLab.Broken.Features")]
    [InlineData("mixes", "The network 'mixes' does not keep the contract: samples: in training mode Classify mixes samples", null)]
    [InlineData("global", "The network 'global' does not keep the contract: training: a step draws from libtorch's process-wide generator", null)]
    [InlineData("leaks", "The network 'leaks' does not keep the contract: training: a step leaves 1 tensor behind", null)]
    [InlineData("sudden", "InvalidOperationException: fifty are enough", "BrokenLab.Sudden.Features")]
    public async Task A_network_that_breaks_the_contract_fails_its_run_with_its_reason_and_its_stack(string name, string reason, string? stack)
    {
        using var engine = new TestEngine();
        var run = _undisturbed.Run("r") with { Network = Labs.Network(Labs.Broken, name), Epochs = 12 };

        await engine.RunToRest([run, _undisturbed.Run("sound")]);

        var state = engine.Told(run.Id);
        Assert.Equal(RunPhase.Failed, state.Phase);
        Assert.StartsWith(reason, state.Reason, StringComparison.Ordinal);
        Assert.Equal(stack is not null, state.LastFault!.Stack?.Contains(stack ?? "", StringComparison.Ordinal) ?? false);
        Assert.Equal(RunPhase.Completed, engine.Told(new RunId("sound")).Phase);
    }

    [Theory]
    [InlineData("aborts", "a library gave up")]
    [InlineData("hangs", "No step within 00:00:08.")]
    public async Task One_that_ends_or_stops_its_process_costs_its_run_and_no_other(string name, string reason)
    {
        using var engine = new TestEngine { InProcesses = true };
        engine.Settings = engine.Settings with { StepTimeout = TimeSpan.FromSeconds(8), Retry = Quick with { MaxInARow = 1 } };
        var run = _undisturbed.Run("r") with { Network = Labs.Network(Labs.Broken, name) };

        await engine.RunToRest([run, _undisturbed.Run("sound")]);

        Assert.Equal(RunPhase.Failed, engine.Told(run.Id).Phase);
        Assert.Contains(reason, engine.Told(run.Id).Reason, StringComparison.Ordinal);
        await _undisturbed.SameBits(engine.Told(new RunId("sound")));
    }

    [Fact]
    public async Task One_that_changes_between_two_starts_trains_and_is_not_resumed()
    {
        using var engine = new TestEngine { InProcesses = true };
        var run = _undisturbed.Run("r") with { Network = Labs.Network(Labs.Broken, "drifts"), Epochs = 200 };
        await using var lab = await engine.StartWith([run]);
        while ((await lab.ScoreboardAsync()).Runs.GetValueOrDefault(run.Id)?.Summary.EpochsDone is null or < 1) await Task.Delay(5, Cancel);

        Accepted(await lab.PauseAsync(run.Id));
        Accepted(await lab.ResumeAsync(run.Id));
        var failed = await Phase(lab, run.Id, RunPhase.Failed);

        Assert.Contains(": the network changes between two starts: with the same seed it had other layers or other first weights when the run began", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_bytes_end_a_resume_with_the_difference_and_are_trained_with_once_they_are_accepted()
    {
        using var engine = new TestEngine { InProcesses = true };
        var run = _undisturbed.Run("r") with { Network = Labs.Network(Lab, "narrow", ("width", "8")), Epochs = 60 };
        var before = run.Network.Plugin!.Sha256;
        await using (var lab = await engine.StartWith([run]))
        {
            while ((await lab.ScoreboardAsync()).Runs.GetValueOrDefault(run.Id)?.Summary.EpochsDone is null or < 1) await Task.Delay(5, Cancel);
            Accepted(await lab.PauseAsync(run.Id));
            Labs.Rebuild(Lab);
            Accepted(await lab.ResumeAsync(run.Id));
            var failed = await Phase(lab, run.Id, RunPhase.Failed);
            Assert.StartsWith($"{Lab} holds other bytes than before (SHA-256 {before[..12]} before, ", failed.Reason, StringComparison.Ordinal);

            Accepted(await lab.RetryAsync(run.Id, acceptPlugin: true));
            await lab.WaitAsync(Sweep, cancel: Cancel);
        }

        var state = engine.Told(run.Id);
        var now = Plugin.Identify(Lab).Sha256;
        Assert.True(state.Phase == RunPhase.Completed, state.Reason);
        Assert.Equal((before, now), (state.Spec!.Network.Plugin!.Sha256, state.AcceptedPlugin));
        Assert.Equal([new RunEvent.PluginAccepted(Lab, before, now) { At = engine.Told<RunEvent.PluginAccepted>(run.Id)[0].At }], engine.Told<RunEvent.PluginAccepted>(run.Id));
        Assert.Contains("lab.dll holds other bytes", state.OtherBits, StringComparison.Ordinal);

        await using var again = await engine.Start(); // the file asks for the new bytes, and nothing is left to do
        var asked = run with { Network = run.Network with { Plugin = run.Network.Plugin with { Sha256 = now } } };
        Accepted(await again.SubmitAsync(SweepSpec.Of(Sweep, [asked])));
    }

    [Fact]
    public async Task A_submission_is_judged_by_what_the_assembly_brings()
    {
        using var engine = new TestEngine { InProcesses = true };
        await using var lab = await engine.Start();
        var plugin = Plugin.Identify(Lab);
        var run = _undisturbed.Run("r");

        Assert.Equal(
            "network.name: found 'narow', and there is no such network; known: narrow, patches. The nearest is narrow.",
            await RefusedAsync(new NetworkSpec("narow") { Plugin = plugin }));
        Assert.Equal(
            $"network.plugin.sha256: found 'abc'; allowed: that of {Lab}, which is {plugin.Sha256}.", await RefusedAsync(new NetworkSpec("narrow") { Plugin = plugin with { Sha256 = "abc" } }));
        Assert.Equal("network.plugin.file: found 'lab.dll'; allowed: an absolute path.", await RefusedAsync(new NetworkSpec("narrow") { Plugin = plugin with { File = "lab.dll" } }));
        Assert.StartsWith("network.name: found 'level9', and there is no such network; known: level1,", await RefusedAsync(new NetworkSpec("level9")), StringComparison.Ordinal);
        Accepted(await lab.SubmitAsync(SweepSpec.Of(Sweep, [run with { Network = new NetworkSpec("narrow") { Plugin = plugin } }])));
        await lab.WaitAsync(Sweep, cancel: Cancel);
        Assert.Equal("16", engine.Told(run.Id).Spec!.Network.Parameters["width"]);

        async Task<string> RefusedAsync(NetworkSpec network)
        {
            try
            {
                return Refused(await lab.SubmitAsync(SweepSpec.Of("other", [run with { Id = new RunId("other"), Network = network }])));
            }
            catch (ActorGaze.Nn.InvalidInputException e)
            {
                return e.Message;
            }
        }
    }
}
