using ActorGaze.Nn;
using ActorGaze.Nn.Training;
using TorchSharp;

namespace ActorGaze.Tests.Nn.Training;

public sealed class DevicesTests
{
    [Fact]
    public void The_processor_is_always_here() => Assert.Equal(DeviceType.CPU, Devices.Named("cpu").type);

    [Theory]
    [InlineData("gpu")]
    [InlineData("CUDA")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("")]
    public void A_name_that_is_none_is_refused_with_those_that_are(string name)
    {
        var refusal = Assert.Throws<InvalidInputException>(() => Devices.Named(name));

        Assert.Contains($"'{name}'", refusal.Message);
        Assert.Contains("cpu, cuda, cuda:N", refusal.Message);
    }

    [Theory]
    [InlineData("cpu", null, "cpu")]
    [InlineData("cuda", 0, "cuda:0")]
    [InlineData("cuda:12", 12, "cuda:12")]
    public void A_name_is_read_and_written_whether_or_not_the_device_is_here(string text, int? index, string written)
    {
        var name = DeviceName.Parse(text)!;

        Assert.Equal((index, written), (name.Cuda, name.ToString()));
    }

    [Fact]
    public void A_device_beyond_the_last_is_refused_by_number() =>
        Assert.Contains("'cuda:4096' is not here", Assert.Throws<InvalidInputException>(() => Devices.Named("cuda:4096")).Message);
}
