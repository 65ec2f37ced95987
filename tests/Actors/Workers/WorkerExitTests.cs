using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Workers;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tests.Actors.Workers;

public sealed class WorkerExitTests
{
    [Theory]
    [InlineData(134, "ended itself (SIGABRT)")]
    [InlineData(135, "was ended by SIGBUS")]
    [InlineData(137, "was killed (SIGKILL)")]
    [InlineData(139, "was ended by SIGSEGV")]
    [InlineData(152, "was ended by signal 24")]
    [InlineData(0, "ended by itself with status 0")]
    [InlineData(128, "ended by itself with status 128")]
    [InlineData(2, "ended by itself with status 2")]
    public void Its_reason_says_how_it_ended_and_is_forgiven(int status, string expected)
    {
        var fault = new WorkerExit(4711, status, "").Fault(new TrainingPosition(1, 2));

        Assert.StartsWith($"the worker (process 4711) {expected}", fault.Reason, StringComparison.Ordinal);
        Assert.Equal((FaultClass.Forgivable, new TrainingPosition(1, 2)), (fault.Class, fault.At));
    }

    [Fact]
    public void What_it_wrote_at_the_last_stands_below() => Assert.Equal(
        "the worker (process 1) ended by itself with status 3:\n  terminate called\n  what(): no\\tway",
        new WorkerExit(1, 3, "terminate called\nwhat(): no\tway").Reason);
}
