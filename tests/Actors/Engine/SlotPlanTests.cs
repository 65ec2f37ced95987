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

        Assert.Equal((devices, slots), (string.Join(' ', plan.Devices), plan.Slots.Length));
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:1")]
    public void A_device_that_is_not_here_is_named_with_those_that_are(string asked)
    {
        var refusal = Assert.Throws<InvalidInputException>(() => SlotPlan.Of(new LabSettings("/state") { Devices = [asked] }, 4, 1));

        Assert.Equal($"engine.devices: '{asked}' is not on this machine; allowed are auto, cpu, cuda:0.", refusal.Message);
    }

    [Theory]
    [InlineData("auto", "cpu=1 cuda:0=3", "cpu cuda:0", "cpu cuda:0 cuda:0 cuda:0")]
    [InlineData("cuda:0 cpu", "cpu=2 cuda:0=2", "cuda:0 cpu", "cpu cuda:0 cpu cuda:0")]
    public void Each_device_may_have_its_own_number(string asked, string counts, string devices, string slots)
    {
        var plan = SlotPlan.Of(new LabSettings("/state") { Devices = [.. asked.Split(' ')], RunsAtOnce = Counts(counts) }, cores: 4, cudaDevices: 1);

        Assert.Equal((devices, slots), (string.Join(' ', plan.Devices), string.Join(' ', plan.Slots)));
    }

    [Theory]
    [InlineData("auto", "cuda:3=1", "engine.runs-at-once: 'cuda:3' is not on this machine; allowed are auto, cpu, cuda:0.")]
    [InlineData("cpu cuda:0", "cpu=1", "engine.runs-at-once: found numbers for cpu, and engine.devices names cpu, cuda:0; allowed: a number for each of these, and for no other.")]
    [InlineData("cpu", "cpu=1 cuda:0=2", "engine.runs-at-once: found numbers for cpu, cuda:0, and engine.devices names cpu; allowed: a number for each of these, and for no other.")]
    public void Numbers_and_devices_must_fit(string asked, string counts, string refusal) => Assert.Equal(
        refusal,
        Assert.Throws<InvalidInputException>(() => SlotPlan.Of(new LabSettings("/state") { Devices = [.. asked.Split(' ')], RunsAtOnce = Counts(counts) }, 4, 1)).Message);

    private static RunsAtOnce Counts(string counts) =>
        RunsAtOnce.Of(counts.Split(' ').Select(entry => entry.Split('=')).Select(parts => (parts[0], int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture))));

    [Theory]
    [InlineData("2-15", WorkerKind.Process, 2)]
    [InlineData("9", WorkerKind.Process, 1)]
    [InlineData("2-15", WorkerKind.Thread, 4)]
    [InlineData(null, WorkerKind.Process, 4)]
    public void There_are_no_more_slots_than_cores_that_workers_may_use(string? cpus, WorkerKind workers, int slots) => Assert.Equal(
        slots, SlotPlan.Of(new LabSettings("/state") { Devices = ["cpu"], WorkerCpus = cpus, Workers = workers }, cores: 4, cudaDevices: 0).Slots.Length);
}
