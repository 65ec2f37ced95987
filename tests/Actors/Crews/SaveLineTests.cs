using ActorGaze.Actors.Crews;

namespace ActorGaze.Tests.Actors.Crews;

public sealed class SaveLineTests
{
    [Fact]
    public void Training_goes_on_beside_one_save_and_waits_for_a_second()
    {
        var one = SaveLine.Empty.Add(Save("rhythm"));
        var two = one.Add(Save("epoch"));

        Assert.True(SaveLine.Empty.MayTrain && one.MayTrain);
        Assert.False(two.MayTrain);
        Assert.Equal("rhythm", two.Writing!.Why);
        Assert.True(two.Next().MayTrain);
    }

    [Fact]
    public void An_epochs_end_that_waits_is_not_lost_when_the_crew_is_told_to_stop()
    {
        var line = SaveLine.Empty.Add(Save("rhythm")).Add(Save("epoch")).Add(Save("the engine leaves", last: true));

        Assert.Equal(["rhythm", "epoch", "the engine leaves"], line.All.Select(save => save.Why));
        Assert.Equal("epoch", line.Next().Writing!.Why);
        Assert.False(line.Next().MayTrain);
        Assert.Equal("the engine leaves", line.Next().Next().Writing!.Why);
    }

    [Fact]
    public void After_a_save_to_stop_nothing_is_trained_until_it_is_over()
    {
        var line = SaveLine.Empty.Add(Save("asked", last: true));

        Assert.False(line.MayTrain);
        Assert.Equal(SaveLine.Empty, line.Next());
    }

    private static PendingSave Save(string why, bool last = false) => new(null!, why, null, last, TimeSpan.Zero, TimeSpan.Zero);
}
