using ActorGaze.Actors.Control;

namespace ActorGaze.Tests.Actors.Control;

/// <summary>What nvidia-smi says, and which device that is.</summary>
public sealed class GpuWatchTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gpu-").FullName;

    public GpuWatchTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "/bin/sh");

    private static CancellationToken Cancel => Deadline.Token;

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
    public async Task It_is_asked_again_after_a_while_and_what_was_true_is_forgotten_where_it_says_nothing()
    {
        var (clock, told) = (new ManualClock(), Path.Combine(_folder, "told"));
        await File.WriteAllTextAsync(told, "0, a, 50, 1, 9\n1, b, 2, 2, 9\n", Cancel);
        using var watch = new GpuWatch(clock, "/bin/sh", "-c", $"cat {told}");

        while (watch.Of("cuda:0", null)?.Use != 0.5) await Task.Delay(5, Cancel);
        Assert.Equal(0.02, watch.Of("cuda:1", null)?.Use);
        Assert.Null(watch.Of("cuda:2", null));

        await File.WriteAllTextAsync(told, "NVIDIA-SMI has failed\n", Cancel);
        Assert.Equal(0.5, watch.Of("cuda:0", null)?.Use);
        await clock.Advance(TimeSpan.FromSeconds(2));
        while (watch.Of("cuda:0", null) is not null) await Task.Delay(5, Cancel);
    }

    [Fact]
    public async Task One_that_hangs_keeps_nobody_waiting_and_is_ended()
    {
        var id = Path.Combine(_folder, "id");
        using (var watch = new GpuWatch(TimeProvider.System, "/bin/sh", "-c", $"echo $$ > {id}.new; mv {id}.new {id}; exec sleep 1000"))
        {
            Assert.Null(watch.Of("cuda:0", null));
            while (!File.Exists(id)) await Task.Delay(5, Cancel);
        }

        var process = int.Parse(await File.ReadAllTextAsync(id, Cancel), System.Globalization.CultureInfo.InvariantCulture);
        while (Directory.Exists($"/proc/{process}")) await Task.Delay(5, Cancel);
    }

    [Fact]
    public void Without_such_a_program_nothing_is_known()
    {
        using var watch = new GpuWatch(TimeProvider.System, Path.Combine(_folder, "nvidia-smi"));

        Assert.Null(watch.Of("cuda:0", null));
    }
}
