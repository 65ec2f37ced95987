using ActorGaze.Nn.Training;

namespace ActorGaze.Tests.Nn.Training;

/// <summary>The setting is the whole process's, so nothing else runs beside this.</summary>
[CollectionDefinition(nameof(DeterminismTests), DisableParallelization = true)]
[Collection(nameof(DeterminismTests))]
public sealed class DeterminismTests
{
    [Fact]
    public void Libtorch_hears_that_deterministic_kernels_are_asked_for()
    {
        Assert.False(Determinism.IsAsked);
        Determinism.Ask();
        try
        {
            Assert.True(Determinism.IsAsked);
        }
        finally
        {
            Determinism.Forget();
        }
    }
}
