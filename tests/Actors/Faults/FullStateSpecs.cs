using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Telemetry;
using ActorGaze.Nn.Training;
using static ActorGaze.Tests.Actors.Faults.TestEngine;

namespace ActorGaze.Tests.Actors.Faults;

/// <summary>A disk that is full under the whole state folder, the journal included.</summary>
[Slow]
public sealed class FullStateSpecs : IDisposable
{
    private readonly Undisturbed _undisturbed;
    private readonly TestEngine _engine = new();
    private readonly SmallDisk _disk;

    public FullStateSpecs(Undisturbed undisturbed)
    {
        _undisturbed = undisturbed;
        _disk = new SmallDisk(_engine.Root, kilobytes: 24 * 1024);
        _engine.Settings = _engine.Settings with { CheckDisk = false };
    }

    public void Dispose()
    {
        _disk.Dispose();
        _engine.Dispose();
    }

    [Fact]
    public async Task Nothing_acknowledged_is_lost_the_run_says_what_it_waits_for_and_goes_on_to_the_same_bits_when_there_is_room()
    {
        var run = _undisturbed.Run("r");
        using var gate = new Gate(run.Id, new TrainingPosition(1, 2));
        await using (var lab = await _engine.StartWith([run], gate.Observer))
        {
            await gate.Reached;
            var before = _engine.Told<RunEvent>(run.Id);
            _disk.Fill(0);
            var pausing = lab.PauseAsync(run.Id);
            gate.Open();

            Assert.Matches("^r(: the journal cannot be written \\(.+\\), so nothing was done| could not be saved and goes on: .*[Nn]o space left)", Refused(await pausing));
            await Waiting(lab, run.Id);
            Assert.Matches("^The journal cannot be written \\(.+\\), so the sweep was not taken\\.$", Refused(await lab.SubmitAsync(SweepSpec.Of("other", [_undisturbed.Run("q")]))));
            Assert.Equal(before, _engine.Told<RunEvent>(run.Id).Take(before.Count));

            _disk.MakeRoom();
            await Phase(lab, run.Id, RunPhase.Completed);
            Assert.Equal(before, _engine.Told<RunEvent>(run.Id).Take(before.Count));
        }

        await _undisturbed.SameBits(_engine.Told(run.Id));
        Assert.Equal([1, 2], _engine.Told<RunEvent.EpochCompleted>(run.Id).Select(e => e.Metrics.Epoch));
    }

    [Fact]
    public async Task An_engine_that_is_started_on_a_full_disk_says_so_and_the_next_one_finds_everything()
    {
        var run = _undisturbed.Run("r");
        await _engine.RunToRest([run]);
        var before = _engine.Told<RunEvent>(run.Id);
        _disk.Fill(0);

        var refused = await Assert.ThrowsAsync<ActorGaze.Nn.InvalidInputException>(() => _engine.Start());

        Assert.Contains(_engine.Root, refused.Message, StringComparison.Ordinal);
        _disk.MakeRoom();
        await _engine.RunToRest([run]);
        Assert.Equal(before, _engine.Told<RunEvent>(run.Id));
    }

    /// <summary>Until the run waits for a journal that can be written.</summary>
    private static async Task Waiting(Lab lab, RunId run)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (true)
        {
            if ((await lab.ScoreboardAsync()).Runs[run].Waiting is WaitingFor.Journal) return;
            await ticks.WaitForNextTickAsync(Cancel);
        }
    }
}
