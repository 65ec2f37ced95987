using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Engine;
using ActorGaze.Nn;

namespace ActorGaze.Tests.Actors.Engine;

public sealed class SlotPlanTests
{
    [Theory]
    [InlineData("auto", 0, null, "cpu", 4)]
    [InlineData("auto", 2, null, "cuda:0 cuda:1", 2)]
    [InlineData("cpu", 2, null, "cpu", 4)]
    [InlineData("cuda:1 cpu", 2, 5, "cuda:1 cpu", 5)]
    public void Slots_are_as_many_as_asked_or_as_there_is_room(string asked, int cuda, int? atOnce, string devices, int slots)
    {
        var plan = SlotPlan.Of(new LabSettings("/state") { Devices = [.. asked.Split(' ')], RunsAtOnce = atOnce }, cores: 4, cuda);

        Assert.Equal((devices, slots), (string.Join(' ', plan.Devices), plan.Slots));
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:1")]
    public void A_device_that_is_not_here_is_named_with_those_that_are(string asked)
    {
        var refusal = Assert.Throws<InvalidInputException>(() => SlotPlan.Of(new LabSettings("/state") { Devices = [asked] }, 4, 1));

        Assert.Equal($"engine.devices: '{asked}' is not on this machine; allowed are auto, cpu, cuda:0.", refusal.Message);
    }
}
