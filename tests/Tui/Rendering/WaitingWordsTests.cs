using System.Text.Json;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Dto;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Tui.Rendering;
using static ActorGaze.Tests.Actors.Samples;

namespace ActorGaze.Tests.Tui.Rendering;

public sealed class WaitingWordsTests
{
    private static readonly (WaitingFor Waiting, WaitKind? Kind, string Words, bool Outside)[] Kinds =
    [
        (new WaitingFor.Slot(), WaitKind.Slot, "a slot", false),
        (new WaitingFor.Images(), WaitKind.Images, "images", false),
        (new WaitingFor.Images(new ImagesProgress("d", "decoded", 1250, 5712)), WaitKind.Images, "images: 1,250 of 5,712 decoded", false),
        (new WaitingFor.NoAnswer("/data/x", Noon), WaitKind.NoAnswer, "/data/x, which has not answered since 12:00", true),
        (new WaitingFor.DataFolder("/data/x"), WaitKind.DataFolder, "/data/x", true),
        (new WaitingFor.DiskSpace("/state"), WaitKind.DiskSpace, "room on the disk of /state", true),
        (new WaitingFor.NextTry(Noon), WaitKind.NextTry, "the next try, at 12:00:00", false),
        (new WaitingFor.Journal("disk I/O error"), WaitKind.Journal, "a journal that can be written (disk I/O error)", true),
        (new WaitingFor.Other("a-lease"), null, "a-lease", false),
    ];

    [Fact]
    public void Everything_that_is_waited_for_has_its_words_and_its_kind()
    {
        Assert.All(Kinds, kind => Assert.Equal((kind.Kind, kind.Words, kind.Outside), (kind.Waiting.Kind, kind.Waiting.Words(), kind.Waiting.IsOutside)));
        Assert.Equal(typeof(WaitingFor).GetNestedTypes().ToHashSet(), Kinds.Select(kind => kind.Waiting.GetType()).ToHashSet());
        Assert.Equal(Enum.GetValues<WaitKind>().ToHashSet(), Kinds.Select(kind => kind.Kind).OfType<WaitKind>().ToHashSet());
    }

    [Fact]
    public void It_arrives_as_it_was_sent() => Assert.All(
        Kinds, kind => Assert.Equal(kind.Waiting, JsonSerializer.Deserialize<WaitingDto>(FrameJson.Of(json => WaitingDto.Write(json, kind.Waiting)), DtoJson.Forgiving)!.ToWaiting()));

    [Fact]
    public void What_has_to_come_back_outside_the_engine_goes_before_what_happened()
    {
        var run = new RunLine(new RunId("r"), "s", 0, RunPhase.Recovering) { Reason = "The disk is full.\n  Twice." };

        Assert.Equal("The disk is full; Twice.", run.Why());
        Assert.Equal("The disk is full; Twice.", (run with { Waiting = new WaitingFor.NextTry(Noon) }).Why());
        Assert.Equal("waits for room on the disk of /state", (run with { Waiting = new WaitingFor.DiskSpace("/state") }).Why());
        Assert.Equal("waits for a slot", (run with { Reason = null, Waiting = new WaitingFor.Slot() }).Why());
        Assert.Null((run with { Reason = null }).Why());
    }
}
