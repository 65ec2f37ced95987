using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Nn.Training;
using static ActorGaze.Tests.Actors.Faults.TestEngine;

namespace ActorGaze.Tests.Actors.Faults;

/// <summary>A sweep's journal that cannot be written while its runs train.</summary>
[Slow]
public sealed class SweepJournalSpecs : IDisposable
{
    private readonly Undisturbed _undisturbed;
    private readonly TestEngine _engine = new();
    private readonly SmallDisk _disk;

    public SweepJournalSpecs(Undisturbed undisturbed)
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
    public async Task A_sweep_that_cannot_be_taken_leaves_its_crews_at_work_and_is_taken_when_there_is_room()
    {
        var (run, more) = (_undisturbed.Run("r"), _undisturbed.Run("more"));
        using var gate = new Gate(run.Id, new TrainingPosition(0, 2));
        await using (var lab = await _engine.StartWith([run], gate.Observer))
        {
            await gate.Reached;
            _disk.Fill(0);

            Assert.Matches("^The journal cannot be written \\(.+\\), so the sweep was not taken\\.$", Refused(await lab.SubmitAsync(SweepSpec.Of(Sweep, [run, more]))));

            _disk.MakeRoom();
            gate.Open();
            await Phase(lab, run.Id, RunPhase.Completed);
            await Taken(lab, SweepSpec.Of(Sweep, [run, more]));
            await Phase(lab, more.Id, RunPhase.Completed);
        }

        Assert.Equal(1, _engine.Told(run.Id).Attempts);
        Assert.Empty(_engine.Told<RunEvent.Faulted>(run.Id));
        await _undisturbed.SameBits(_engine.Told(run.Id));
    }

    /// <summary>Until the journal, which comes back after a while, has taken it.</summary>
    private static async Task Taken(ActorGaze.Actors.Engine.Lab lab, SweepSpec sweep)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!(await lab.SubmitAsync(sweep)).IsAccepted) await ticks.WaitForNextTickAsync(Cancel);
    }
}
