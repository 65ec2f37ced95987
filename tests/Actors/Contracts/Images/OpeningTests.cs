using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Nn.Data.Store;
using Akka.Actor;

namespace ActorGaze.Tests.Actors.Contracts.Images;

public sealed class OpeningTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    private readonly List<(int Second, bool Silence, bool Again)> _told = [];

    private Opening _opening = Opening.Of(new Asker(ActorRefs.Nobody, new OpenImages("/data", null, OnBadImage.Fail)), Limit, TimeSpan.Zero, Samples.Noon);

    [Fact]
    public void One_that_moves_is_never_silent_however_long_it_takes()
    {
        Tick(1, 1000, second => second % 3 == 0);

        Assert.Empty(_told);
        Assert.False(_opening.IsSilent);
    }

    [Fact]
    public void One_of_which_nothing_comes_is_told_of_and_begun_again_less_and_less_often_and_a_few_times_at_most()
    {
        Tick(1, 3, _ => true);
        Tick(4, 200, _ => false);

        Assert.Equal([(7, true, true), (15, true, true), (31, true, true), (63, true, false), (127, true, false)], _told);
        Assert.Equal((Samples.Noon.AddSeconds(3), true, 4), (_opening.LastWord, _opening.IsSilent, _opening.Attempts));
    }

    [Fact]
    public void A_process_that_was_stopped_for_an_hour_has_not_waited_an_hour()
    {
        Tick(1, 2, _ => false);
        Tick(3602, 3602, _ => false);

        Assert.Empty(_told);
        Tick(3603, 3603, _ => false);
        Assert.Equal([(3603, true, true)], _told);
    }

    private void Tick(int from, int until, Func<int, bool> moved)
    {
        for (var second = from; second <= until; second++)
        {
            (_opening, var silence, var again) = _opening.Ticked(moved(second), TimeSpan.FromSeconds(second), Samples.Noon.AddSeconds(second));
            if (silence || again) _told.Add((second, silence, again));
        }
    }
}
