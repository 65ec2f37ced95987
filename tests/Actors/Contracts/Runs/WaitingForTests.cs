using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using static ActorGaze.Actors.Contracts.Runs.RunCommand;
using static ActorGaze.Tests.Actors.Samples;

namespace ActorGaze.Tests.Actors.Contracts.Runs;

public sealed class WaitingForTests
{
    private static readonly RunState Queued = After(new Submit(Spec));
    private static readonly RunState Running = Queued.Told(new Start("cpu"));
    private static readonly WaitingFor.NoAnswer Silent = new(Spec.Data, Noon);

    [Fact]
    public void What_a_run_waits_for_follows_from_its_phase_its_slot_its_crew_and_its_last_fault()
    {
        WaitingFor? Of(RunState run, bool slot, bool crew, WaitingFor.NoAnswer? silent = null) => WaitingFor.Of(run, slot, crew, silent, Noon, "/state");
        RunState Fallen(FaultClass kind) => Running.Told(new HandleFault(Io with { Class = kind }, 5));

        foreach (var run in new[] { Queued, Running })
        {
            Assert.Equal(new WaitingFor.Slot(), Of(run, slot: false, crew: false));
            Assert.Equal(new WaitingFor.Images(), Of(run, slot: true, crew: false));
            Assert.Equal(Silent, Of(run, slot: false, crew: false, Silent));
            Assert.Null(Of(run, slot: true, crew: true));
        }

        Assert.Equal(new WaitingFor.DataFolder(Spec.Data), Of(Fallen(FaultClass.FolderAbsent), false, false));
        Assert.Equal(new WaitingFor.DiskSpace("/state"), Of(Fallen(FaultClass.DiskFull), false, false));
        Assert.Equal(new WaitingFor.NextTry(Noon), Of(Fallen(FaultClass.Forgivable), false, false));
        Assert.Null(Of(Running.Told(new FinishPause("asked", null)), false, false, Silent));
        Assert.Null(Of(Fallen(FaultClass.Final), false, false));
    }
}
