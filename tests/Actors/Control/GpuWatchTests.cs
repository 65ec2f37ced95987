using ActorGaze.Actors.Control;

namespace ActorGaze.Tests.Actors.Control;

/// <summary>What nvidia-smi says, and which device that is.</summary>
public sealed class GpuWatchTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gpu-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("0, GPU-8f9a, 37, 1024, 81559", 0, "GPU-8f9a", 0.37, 1L << 30, 81559L << 20)]
    [InlineData("12, GPU-1, [N/A], [N/A], 24576", 12, "GPU-1", null, null, 24576L << 20)]
    public void A_line_is_a_gpu(string line, int index, string uuid, double? use, long? used, long? total) =>
        Assert.Equal(new GpuReading(index, uuid, use, used, total), GpuReading.Parse(line));

    [Theory]
    [InlineData("")]
    [InlineData("No devices were found")]
    [InlineData("NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.")]
    [InlineData("Unable to determine the device handle for GPU0: 0000:01:00.0: Unknown Error, 1, 2, 3, 4")]
    public void What_is_no_such_line_is_none(string line) => Assert.Null(GpuReading.Parse(line));

    [Theory]
    [InlineData("cuda:1", null, true)]
    [InlineData("cuda:0", null, false)]
    [InlineData("cpu", null, false)]
    [InlineData("cuda:0", "1", true)]
    [InlineData("cuda:0", " 3, 1 ", false)]
    [InlineData("cuda:1", " 3, 1 ", true)]
    [InlineData("cuda:2", "3,1", false)]
    [InlineData("cuda:0", "GPU-8f9a", true)]
    [InlineData("cuda:0", "GPU-8f", true)]
    [InlineData("cuda:0", "GPU-9", false)]
    public void A_device_is_the_gpu_that_is_visible_under_its_number(string device, string? visible, bool same) =>
        Assert.Equal(same, new GpuReading(1, "GPU-8f9a", null, null, null).Is(device, visible));

    [Fact]
    public async Task The_newest_line_of_each_is_kept_until_the_program_ends()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "/bin/sh");
        var over = Path.Combine(_folder, "over");
        using var watch = new GpuWatch("/bin/sh", "-c", $"echo '0, a, 1, 1, 9'; echo '1, b, 2, 2, 9'; echo '0, a, 50, 3, 9'; while [ ! -e {over} ]; do sleep 0.02; done");

        while (watch.Of("cuda:0", null)?.Use != 0.5) await Task.Delay(5, Cancel);
        Assert.Equal(0.02, watch.Of("cuda:1", null)?.Use);
        Assert.Null(watch.Of("cuda:2", null));

        await File.WriteAllTextAsync(over, "", Cancel);
        while (watch.Of("cuda:0", null) is not null) await Task.Delay(5, Cancel);
    }

    [Fact]
    public void Without_such_a_program_nothing_is_known()
    {
        using var watch = new GpuWatch(Path.Combine(_folder, "nvidia-smi"));

        Assert.Null(watch.Of("cuda:0", null));
    }
}
