using ActorGaze.Actors.Workers;

namespace ActorGaze.Tests.Actors.Workers;

/// <summary>What workers are told through their environment.</summary>
public sealed class WorkerEnvironmentTests
{
    [Fact]
    public void What_the_user_has_set_stays_and_the_rest_is_added()
    {
        var environment = new Dictionary<string, string?> { ["MALLOC_TRIM_THRESHOLD_"] = "131072", ["CUDA_DEVICE_ORDER"] = "FASTEST_FIRST", ["PATH"] = "/bin" };

        WorkerEnvironment.AddTo(environment);

        Assert.Equal(("131072", "FASTEST_FIRST", "/bin"), (environment["MALLOC_TRIM_THRESHOLD_"], environment["CUDA_DEVICE_ORDER"], environment["PATH"]));
        Assert.Equal(("4294967296", "1000"), (environment["MALLOC_MMAP_THRESHOLD_"], environment["DOTNET_TC_CallCountThreshold"]));
    }
}
