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

    private static readonly (WaitingFor Waiting, WaitKind Kind, string Words, bool Outside)[] Kinds =
    [
        (new WaitingFor.Slot(), WaitKind.Slot, "a slot", false),
        (new WaitingFor.Images(), WaitKind.Images, "images", false),
        (new WaitingFor.Images(new ImagesProgress("d", "decoded", 1250, 5712)), WaitKind.Images, "images: 1,250 of 5,712 decoded", false),
        (new WaitingFor.NoAnswer("/data/x", Noon), WaitKind.NoAnswer, "/data/x, which has not answered since 12:00", true),
        (new WaitingFor.DataFolder("/data/x"), WaitKind.DataFolder, "/data/x", true),
        (new WaitingFor.DiskSpace("/state"), WaitKind.DiskSpace, "room on the disk of /state", true),
        (new WaitingFor.NextTry(Noon), WaitKind.NextTry, "the next try, at 12:00:00", false),
        (new WaitingFor.Journal("disk I/O error"), WaitKind.Journal, "a journal that can be written (disk I/O error)", true),
    ];

    [Fact]
    public void Everything_that_is_waited_for_has_its_words_and_its_kind()
    {
        Assert.All(Kinds, kind => Assert.Equal((kind.Kind, kind.Words, kind.Outside), (kind.Waiting.Kind(), kind.Waiting.Words(), kind.Waiting.Kind().IsOutside())));
        Assert.Equal(typeof(WaitingFor).GetNestedTypes().ToHashSet(), Kinds.Select(kind => kind.Waiting.GetType()).ToHashSet());
        Assert.Equal(Enum.GetValues<WaitKind>().ToHashSet(), Kinds.Select(kind => kind.Kind).ToHashSet());
    }

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
