using System.Collections.Concurrent;
using ActorGaze.Actors.Contracts.Nodes;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Telemetry;
using ActorGaze.Nn.Parts;
using ActorGaze.Tests.Actors.Faults;
using ActorGaze.Tests.Actors.Workers;
using static ActorGaze.Tests.Actors.Faults.TestEngine;

namespace ActorGaze.Tests.Actors.Nodes;

/// <summary>Runs on nodes: processes of the built program that have joined over TLS.</summary>
[Slow]
public sealed class NodeSpecs : IDisposable
{
    private readonly Undisturbed _undisturbed;
    private readonly TestCluster _cluster;
    private readonly Lock _guard = new();
    private readonly Dictionary<string, string> _nodeOf = [];
    private readonly Dictionary<string, TaskCompletionSource<string>> _holds = [];

    public NodeSpecs(Undisturbed undisturbed)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are looked at in /proc.");
        (_undisturbed, _cluster) = (undisturbed, new TestCluster(undisturbed.Run("r").Data));
    }

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public async Task Runs_on_three_nodes_one_killed_and_one_stopped_end_with_the_bits_of_one_machine()
    {
        RunSpec[] runs = [.. Enumerable.Range(1, 4).Select(n => LongRun($"r{n}"))];
        var late = new ConcurrentQueue<string>();
        var held = "";
        HashSet<int> before = [];
        _cluster.Settings = _cluster.Settings with { Cluster = _cluster.Settings.Cluster with { Lease = TestCluster.Short } };
        await using (var lab = await _cluster.StartAsync(Holding(started: run =>
        {
            if (run == held) Look("two", before, late);
        })))
        {
            var (one, two, three) = (_cluster.Node("one"), _cluster.Node("two"), _cluster.Node("three"));
            foreach (var node in new[] { one, two, three }) await _cluster.JoinedAsync(node);
            var (onOne, onTwo) = (HeldAsync("one"), HeldAsync("two"));
            Accepted(await lab.SubmitAsync(SweepSpec.Of(Sweep, runs)));
            await onOne;
            one.Kill();
            held = await onTwo;
            before = WorkerList.Of(_cluster.StateOf("two"));
            WorkerList.Signal("STOP", [two.Id]);
            LetGo("two"); // its workers go on, until their leases are over
            await _cluster.LoggedAsync("two was not heard");
            WorkerList.Signal("CONT", [two.Id]);
            await lab.WaitAsync(Sweep, cancel: Cancel);
        }

        foreach (var run in runs) await _undisturbed.SameBits(Told(run.Id));
        Assert.Empty(late);
        var attempts = runs.SelectMany(run => Events<RunEvent.Started>(run.Id)).ToList();
        Assert.Contains(attempts, started => started.Device == "one/cpu");
        Assert.Contains(attempts, started => started.Device == "two/cpu");
        Assert.Contains(attempts, started => started.Device == "three/cpu");
        var faults = runs.SelectMany(run => Events<RunEvent.Faulted>(run.Id)).Select(fault => fault.Fault.Reason).ToList();
        Assert.Contains(faults, reason => reason.StartsWith("one was not heard for", StringComparison.Ordinal));
        Assert.Contains(faults, reason => reason.StartsWith("two was not heard for", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pause_is_answered_when_the_process_on_the_node_is_gone_and_the_run_goes_on_there()
    {
        var run = LongRun("r1");
        await using (var lab = await _cluster.StartAsync(Holding()))
        {
            await _cluster.JoinedAsync(_cluster.Node("one"));
            var training = HeldAsync("one");
            Accepted(await lab.SubmitAsync(SweepSpec.Of(Sweep, [run])));
            await training;
            var before = WorkerList.Of(_cluster.StateOf("one")).Count;

            var pausing = lab.PauseAsync(run.Id);
            LetGo("one");
            var answer = Accepted(await pausing);

            Assert.Contains("its crew is gone", answer, StringComparison.Ordinal);
            Assert.Equal(before - 1, WorkerList.Of(_cluster.StateOf("one")).Count);
            Accepted(await lab.ResumeAsync(run.Id));
            await lab.WaitAsync(Sweep, cancel: Cancel);
        }

        await _undisturbed.SameBits(Told(run.Id));
    }

    [Fact]
    public async Task A_node_that_is_asked_to_leave_has_its_run_saved_and_it_goes_on_elsewhere_from_there_with_the_same_bits()
    {
        var run = LongRun("r1");
        await using (var lab = await _cluster.StartAsync(Holding()))
        {
            var one = _cluster.Node("one");
            await _cluster.JoinedAsync(one);
            await _cluster.JoinedAsync(_cluster.Node("two"));
            var training = HeldAsync("one");
            Accepted(await lab.SubmitAsync(SweepSpec.Of(Sweep, [run])));
            await training;

            WorkerList.Signal("TERM", [one.Id]);
            await _cluster.LoggedAsync("one is about to leave");
            LetGo("one");

            await one.WaitForExitAsync(Cancel);
            Assert.Equal(130, one.ExitCode);
            Assert.Empty(WorkerList.Of(_cluster.StateOf("one")));
            await lab.WaitAsync(Sweep, cancel: Cancel);
        }

        Assert.Empty(Events<RunEvent.Faulted>(run.Id));
        var saved = Assert.Single(Events<RunEvent.CheckpointSaved>(run.Id));
        Assert.Equal("one leaves", saved.Why);
        Assert.Equal([("one/cpu", null), ("two/cpu", saved.Checkpoint)], Events<RunEvent.Started>(run.Id).Select(started => (started.Device, started.From)));
        await _undisturbed.SameBits(Told(run.Id));
    }

    [Fact]
    public async Task A_node_leaves_though_a_run_cannot_be_saved_in_time_and_it_goes_on_from_its_newest_checkpoint()
    {
        var run = LongRun("r1");
        await using (var lab = await _cluster.StartAsync(Holding())) // nothing can be saved
        {
            var one = _cluster.Node("one", more: "engine.shutdown.timeout=1s");
            await _cluster.JoinedAsync(one);
            await _cluster.JoinedAsync(_cluster.Node("two"));
            var training = HeldAsync("one");
            Accepted(await lab.SubmitAsync(SweepSpec.Of(Sweep, [run])));
            await training;

            WorkerList.Signal("TERM", [one.Id]);

            await one.WaitForExitAsync(Cancel);
            Assert.Empty(WorkerList.Of(_cluster.StateOf("one")));
            await lab.WaitAsync(Sweep, cancel: Cancel);
        }

        Assert.Equal("one leaves, and the crew was gone before it was saved.", Assert.Single(Events<RunEvent.Faulted>(run.Id)).Fault.Reason);
        await _undisturbed.SameBits(Told(run.Id));
    }

    [Fact]
    public async Task An_engine_that_was_killed_begins_no_run_that_a_node_may_still_train_and_the_bits_are_the_same()
    {
        _cluster.Settings = _cluster.Settings with { ShutdownTimeout = TimeSpan.FromSeconds(1), Cluster = _cluster.Settings.Cluster with { Lease = TimeSpan.FromSeconds(12) } };
        var run = LongRun("r1");
        var node = _cluster.Node("one");
        await using (var lab = await _cluster.StartAsync(Holding()))
        {
            await _cluster.JoinedAsync(node);
            var training = HeldAsync("one");
            Accepted(await lab.SubmitAsync(SweepSpec.Of(Sweep, [run])));
            await training;
            WorkerList.Signal("STOP", [node.Id]); // it hears nothing of the engine's end
            LetGo("one");
            await lab.LeaveAsync();
        }

        var working = WorkerList.Of(_cluster.StateOf("one"));
        Assert.Equal(2, working.Count); // one trains, one is spare
        _cluster.Settings = _cluster.Settings with { Devices = ["auto"] };
        var late = new ConcurrentQueue<string>();
        _cluster.Heard = line =>
        {
            if (line.Contains("The crew is in process", StringComparison.Ordinal)) Look("one", working, late);
        };
        await using (var lab = await _cluster.StartAsync())
        {
            Accepted(await lab.WakeAsync(Sweep));
            await lab.WaitAsync(Sweep, cancel: Cancel);
        }

        await _undisturbed.SameBits(Told(run.Id));
        Assert.Equal(["one/cpu", "cpu"], Events<RunEvent.Started>(run.Id).Select(started => started.Device));
        Assert.Empty(late);
    }

    [Fact]
    public async Task A_node_that_sees_another_folder_of_checkpoints_is_told_so_and_gets_nothing()
    {
        await using var lab = await _cluster.StartAsync();
        var node = _cluster.Node("one", checkpoints: Path.Combine(_cluster.Root, "elsewhere"));

        var said = await node.StandardError.ReadToEndAsync(Cancel);
        await node.WaitForExitAsync(Cancel);

        Assert.Contains("checkpoints.folder must be one folder that both machines see", said, StringComparison.Ordinal);
        Assert.Equal(2, node.ExitCode);
    }

    private RunState Told(RunId run) => JournalReader.Open(_cluster.Folder.Root).Run(run)!;

    private IEnumerable<TEvent> Events<TEvent>(RunId run) => JournalReader.Open(_cluster.Folder.Root).EventsOf(run).Select(entry => entry.Event).OfType<TEvent>();

    /// <summary>Twenty epochs that take seconds together, so that a worker is never far ahead of what its engine has heard.</summary>
    private RunSpec LongRun(string name) => _undisturbed.Run(name) with { Epochs = 20, Network = NetworkSpec.OfLevel(2) };

    /// <param name="started">Is told of each run that starts.</param>
    private EngineObserver Holding(Action<string>? started = null) => new()
    {
        Journalled = (run, happened) =>
        {
            lock (_guard)
            {
                if (happened is RunEvent.Started start)
                {
                    _nodeOf[run] = DevicePlace.Of(start.Device).Node ?? "";
                    started?.Invoke(run);
                }

                if (happened is not RunEvent.EpochCompleted { Metrics.Epoch: < 12 } || !_holds.TryGetValue(_nodeOf[run], out var hold)) return;
                WorkerList.Signal("STOP", WorkerList.Of(_cluster.StateOf(_nodeOf[run])));
                hold.TrySetResult(run);
            }
        },
    };

    /// <summary>
    /// Until a run on the node has ended an epoch and has others before it. The node's workers stand still then until they are let go, so
    /// that no run ends before something befalls it, however slow the machine is.
    /// </summary>
    /// <returns>The run's name in the journal.</returns>
    private Task<string> HeldAsync(string node)
    {
        lock (_guard) return (_holds[node] = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously)).Task.WaitAsync(Cancel);
    }

    private void LetGo(string node)
    {
        lock (_guard)
        {
            _holds.Remove(node);
            WorkerList.Signal("CONT", WorkerList.Of(_cluster.StateOf(node)));
        }
    }

    /// <summary>A run that trained on a node begins again, on that node or elsewhere: of the workers that the node had, the one that trained
    /// does not live any more, for its lease is over. The spare one does.</summary>
    private void Look(string node, HashSet<int> before, ConcurrentQueue<string> late)
    {
        var alive = WorkerList.Of(_cluster.StateOf(node)).Intersect(before).ToList();
        if (alive.Count > 1) late.Enqueue($"{node}: {string.Join(", ", alive)}");
    }
}
