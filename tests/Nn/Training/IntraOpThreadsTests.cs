using ActorGaze.Nn.Training;
using TorchSharp;

namespace ActorGaze.Tests.Nn.Training;

public sealed class IntraOpThreadsTests
{
    [Fact]
    public void A_thread_keeps_its_own_number_whatever_another_sets_after_it()
    {
        using var other = new ManualResetEventSlim();
        using var first = new ManualResetEventSlim();
        var mine = 0;
        var thread = new Thread(() =>
        {
            IntraOpThreads.Set(1);
            first.Set();
            other.Wait(Deadline.Token);
            mine = torch.get_num_threads();
        });
        thread.Start();
        first.Wait(Deadline.Token);
        OnThread(() => IntraOpThreads.Set(2));
        other.Set();
        thread.Join();
        OnThread(() => IntraOpThreads.Set(1)); // what threads of other tests begin with

        Assert.Equal(1, mine);
    }

    private static void OnThread(ThreadStart work)
    {
        var thread = new Thread(work);
        thread.Start();
        thread.Join();
    }
}
