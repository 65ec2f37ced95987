using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Nn.Data.Folders;
using ActorGaze.Nn.Data.Store;
using static ActorGaze.Tests.Actors.Samples;

namespace ActorGaze.Tests.Actors.Contracts.Sweeps;

/// <summary>A sweep's runs train on the same images, wherever these lie.</summary>
public sealed class PinnedImagesTests
{
    private static readonly RunSpec One = Spec with { Data = "/data/old", Phantoms = null };
    private static readonly RunSpec Two = One with { Id = new RunId("r2"), Seed = 78 };
    private static readonly RunSpec More = One with { Id = new RunId("r3"), GazeWeight = 50 };
    private static readonly SweepState Fresh = SweepState.Initial.Apply(new SweepEvent.Submitted(SweepSpec.Of("s", [One, Two])) { At = Noon });
    private static readonly SweepState Pinned = After(Fresh, Fresh.Decide(RunImages.Of(One), Samples.Images, Noon));

    [Fact]
    public void What_the_first_run_opens_is_written_down_for_all()
    {
        Assert.Null(Fresh.PinOf(One));
        Assert.Equal(Samples.Images, Pinned.PinOf(One));
        Assert.Equal(Samples.Images, Pinned.PinOf(Two));
        Assert.Null(Pinned.PinOf(One with { Data = "/data/other" }));
    }

    [Fact]
    public void The_same_content_is_taken_however_it_was_decoded_and_other_content_is_refused_with_the_difference()
    {
        Assert.True(Pinned.Decide(RunImages.Of(Two) with { Pinned = Samples.Images, FirstDecoded = true }, Samples.Images with { Decoder = "another", Files = "" }, Noon).Ignored);

        var fewer = Samples.Images with { Content = new string('0', 64), Files = "", Classes = [Samples.Images.Classes[0] with { Training = 1 }, Samples.Images.Classes[1]] };
        var reason = Pinned.Decide(RunImages.Of(Two), fewer, Noon).Reason;

        Assert.Contains("/data/old", reason, StringComparison.Ordinal);
        Assert.Contains("class normal had 5 training and 4 test images, and has 1 and 4 now", reason, StringComparison.Ordinal);
        Assert.Contains("give the sweep another name", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_folder_is_another_place_and_its_images_must_be_the_same()
    {
        var asked = SweepSpec.Of("s", [At(One), At(Two)]);

        var decision = Pinned.Decide(asked, Noon);

        Assert.Equal(asked, Assert.IsType<SweepEvent.ImagesMoved>(Assert.Single(decision.Events)).Spec);
        Assert.Equal([new PinnedImages(RunImages.Of(At(One)), Samples.Images)], Pinned.PinnedFor(asked));
        Assert.Equal(Samples.Images, After(Pinned, decision).PinOf(At(More)));
    }

    [Fact]
    public void Another_folder_and_more_runs_and_epochs_are_two_events()
    {
        var asked = SweepSpec.Of("s", [At(One) with { Epochs = 9 }, At(Two), At(More)]);

        var decision = Pinned.Decide(asked, Noon);

        Assert.Equal([typeof(SweepEvent.ImagesMoved), typeof(SweepEvent.Extended)], decision.Events.Select(e => e.GetType()));
        Assert.Equal(SweepSpec.Of("s", [At(One), At(Two)]), ((SweepEvent.ImagesMoved)decision.Events[0]).Spec);
        Assert.Equal((asked, Samples.Images), (After(Pinned, decision).Spec, After(Pinned, decision).PinOf(At(More))));
    }

    [Fact]
    public void A_run_that_is_moved_to_another_known_data_set_must_find_what_it_began_with()
    {
        var other = Two with { Data = "/data/other" };
        var both = After(Fresh, Fresh.Decide(SweepSpec.Of("s", [One, Two, other with { Id = new RunId("r4") }]), Noon));
        both = both.Apply(new SweepEvent.ImagesPinned(RunImages.Of(One), Samples.Images) { At = Noon });
        both = both.Apply(new SweepEvent.ImagesPinned(RunImages.Of(other), Samples.Images with { Content = "other" }) { At = Noon });

        var wanted = both.PinnedFor(SweepSpec.Of("s", [One with { Data = "/data/other" }, Two, other with { Id = new RunId("r4") }]));

        Assert.Contains(new PinnedImages(RunImages.Of(other), Samples.Images), wanted);
    }

    [Fact]
    public void Phantoms_are_no_place()
    {
        var state = SweepState.Initial.Apply(new SweepEvent.Submitted(SweepSpec.Of("s", [Spec])) { At = Noon });

        Assert.Contains("data: \"phantoms-diffuse\" before, \"/data/new\" now", state.Decide(SweepSpec.Of("s", [At(Spec)]), Noon).Reason, StringComparison.Ordinal);
        Assert.Contains("data: \"/data/old\" before", Fresh.Decide(SweepSpec.Of("s", [One with { Data = "phantoms-diffuse" }, Two]), Noon).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_takes_the_new_place_without_beginning_again()
    {
        var done = RunState.Initial.Told(new RunCommand.Submit(One)) with { Phase = RunPhase.Completed, WeightsSha256 = "w" };

        var events = done.Decide(new RunCommand.Submit(At(One)), Noon).Events;
        var more = done.Decide(new RunCommand.Submit(At(One) with { Epochs = 9 }), Noon).Events;

        Assert.Equal([new RunEvent.ImagesMoved("/data/old", "/data/new") { At = Noon }], events);
        Assert.Equal((RunPhase.Completed, At(One), "w"), (done.Apply(events[0]).Phase, done.Apply(events[0]).Spec, done.Apply(events[0]).WeightsSha256));
        Assert.Equal([typeof(RunEvent.ImagesMoved), typeof(RunEvent.Extended)], more.Select(e => e.GetType()));
        Assert.Equal(At(One).ForBits(), One.ForBits());
        Assert.Equal(At(One).BitsHash(), One.BitsHash());
    }

    [Fact]
    public void An_attempt_names_its_images_where_they_are_not_those_of_the_one_before()
    {
        var queued = RunState.Initial.Told(new RunCommand.Submit(One));
        var started = queued.Told(new RunCommand.Start("cpu") { Images = Samples.Images });

        var again = Assert.IsType<RunEvent.Started>(Assert.Single(started.Decide(new RunCommand.Start("cpu") { Images = Samples.Images with { } }, Noon).Events));

        Assert.Equal(Samples.Images, started.Images);
        Assert.Null(again.Images);
        Assert.Equal(Samples.Images, started.Apply(again).Images);
    }

    [Fact]
    public void Differences_of_which_only_counts_are_left_are_told_by_class()
    {
        var same = Samples.Images with { Content = new string('0', 64), Files = "" };

        Assert.Contains("as many images of each class, but other ones (content eeeeeeeeeeee before, 000000000000 now)", ImagesWords.Difference(Samples.Images, same), StringComparison.Ordinal);
        Assert.Contains("class c had 0 training and 0 test images, and has 1 and 2 now", ImagesWords.Difference(Samples.Images, same with { Classes = [.. Samples.Images.Classes, new ClassImages("c", 1, 2)] }), StringComparison.Ordinal);
        Assert.Contains("newer decodes them otherwise than gray224-1", ImagesWords.Difference(Samples.Images, Samples.Images with { Content = "", Decoder = "newer" }), StringComparison.Ordinal);
    }

    [Fact]
    public void The_journal_keeps_so_many_lines_of_what_was_left_out_and_the_count_of_all()
    {
        var lines = Enumerable.Range(0, 25).Select(n => $"Training/a/{n}.png: the file is empty").ToImmutableArray();
        var store = new StoreInfo("f", "k", ["a", "b"], 3, 1, lines, true)
        {
            Notes = ["3 .webp files are not read"], Counts = [new("training", "a", 2), new("training", "b", 1), new("test", "a", 0), new("test", "b", 1)], Files = "s", Decoder = "d",
        };

        var facts = ImagesFacts.Of(store);

        Assert.Equal((25, 20, "s", "d"), (facts.SkippedCount, facts.Skipped.Length, facts.Files, facts.Decoder));
        Assert.Equal([new ClassImages("a", 2, 0), new ClassImages("b", 1, 1)], facts.Classes);
        Assert.Equal(["25 images left out, unreadable: Training/a/0.png: the file is empty and 24 more", "3 .webp files are not read"], ImagesWords.LeftOut(facts));
        Assert.Equal("5 more unreadable images; the log names them", ImagesWords.LeftOutByName(facts)[20]);
        Assert.Equal("3 training and 1 test images of 2 classes, content k", ImagesWords.Summary(facts));
    }

    private static RunSpec At(RunSpec run) => run with { Data = "/data/new" };

    private static SweepState After(SweepState state, ActorGaze.Actors.Contracts.Decision<SweepEvent> decision)
    {
        Assert.False(decision.Refused, decision.Reason);
        return decision.Events.Aggregate(state, (s, e) => s.Apply(e));
    }
}
