using System.Runtime.InteropServices;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Nn;
using ActorGaze.Nn.Training;
using CsCheck;

namespace ActorGaze.Tests.Actors.Contracts.Faults;

public sealed class FaultTests
{
    [Theory]
    [InlineData(FaultClass.Final, 1, FaultAction.Fail)]
    [InlineData(FaultClass.DiskFull, 1, FaultAction.WaitFor)]
    [InlineData(FaultClass.DiskFull, 9, FaultAction.WaitFor)]
    [InlineData(FaultClass.FolderAbsent, 1, FaultAction.WaitFor)]
    [InlineData(FaultClass.FolderAbsent, 9, FaultAction.WaitFor)]
    [InlineData(FaultClass.OnceForgivable, 1, FaultAction.TryAgain)]
    [InlineData(FaultClass.OnceForgivable, 2, FaultAction.Fail)]
    [InlineData(FaultClass.Forgivable, 1, FaultAction.TryAgain)]
    [InlineData(FaultClass.Forgivable, 5, FaultAction.TryAgain)]
    [InlineData(FaultClass.Forgivable, 6, FaultAction.Fail)]
    public void What_follows_a_fault_is_in_the_table(FaultClass kind, int inARow, FaultAction expected) =>
        Assert.Equal(expected, FaultTable.ActionFor(new Fault(kind, "because", null), inARow, maxInARow: 5));

    [Fact]
    public void Every_class_of_fault_has_a_row() =>
        Assert.All(Enum.GetValues<FaultClass>(), kind => FaultTable.ActionFor(new Fault(kind, "because", null), 1, 1));

    public static TheoryData<Exception, FaultClass, string> Falls => new()
    {
        { new NonFiniteLossException("The loss is not finite at epoch 2 step 3."), FaultClass.OnceForgivable, "not finite at epoch 2" },
        { new InvalidInputException("/data/x: no such folder"), FaultClass.Final, "/data/x" },
        { new FolderAbsentException("There is no data folder /data/x.", "/data/x"), FaultClass.FolderAbsent, "/data/x" },
        { new OutOfMemoryException("8 GB"), FaultClass.Forgivable, "out of memory" },
        { new ExternalException("CUDA out of memory. Tried to allocate\nframe #0"), FaultClass.Forgivable, "out of memory: CUDA" },
        { new ExternalException("DefaultCPUAllocator: can't allocate memory: you tried"), FaultClass.Forgivable, "out of memory" },
        { new ExternalException("mat1 and mat2 shapes cannot be multiplied\nframe #0"), FaultClass.Final, "mat1" },
        { new ExternalException("Expected false to be true, but got false.  (Could this error message be improved?  If so, please report an enhancement request to PyTorch.)\nException raised from x at y.cpp:1"), FaultClass.Forgivable, "a check of its own: Expected false" },
        { new ExternalException("Expected storage.nbytes() >= size to be true, but got false.  (Could this"), FaultClass.Forgivable, "storage.nbytes()" },
        { new ExternalException("isDifferentiableType(variable.scalar_type()) INTERNAL ASSERT FAILED at \"/a/b.cpp\":140, please report a bug to PyTorch."), FaultClass.Forgivable, "INTERNAL ASSERT" },
        { new ExternalException("Expected all tensors to be on the same device, but found at least two devices"), FaultClass.Final, "same device" },
        { new ExternalException("Expected 3D or 4D (batch mode) tensor, but got 2D"), FaultClass.Final, "batch mode" },
        { new IOException("No space left on device", 28), FaultClass.DiskFull, "No space" },
        { new IOException("File too large", 27), FaultClass.DiskFull, "ulimit -f" },
        { new ArgumentOutOfRangeException("value", "Specified file length was too large for the file system."), FaultClass.DiskFull, "ulimit -f" },
        { new ArgumentOutOfRangeException("value", "Must be positive."), FaultClass.Final, "Must be positive" },
        { new IOException("Disk quota exceeded", 122), FaultClass.DiskFull, "quota" },
        { new IOException("Input/output error", 5), FaultClass.Forgivable, "Input/output" },
        { new UnauthorizedAccessException("denied"), FaultClass.Forgivable, "denied" },
        { new InvalidDataException("'x.bin' is missing or no sound image store."), FaultClass.Forgivable, "x.bin" },
        { new AggregateException(new IOException("No space left on device", 28)), FaultClass.DiskFull, "No space" },
        { new AggregateException(new InvalidInputException("first"), new InvalidInputException("second")), FaultClass.Final, "first" },
        { new TypeInitializationException("T", new DllNotFoundException("libtorch")), FaultClass.Final, "libtorch" },
        { new ArgumentException("a bug"), FaultClass.Final, "ArgumentException: a bug" },
    };

    [Theory]
    [MemberData(nameof(Falls), DisableDiscoveryEnumeration = true)]
    public void An_exception_belongs_to_a_class_and_keeps_its_reason(Exception exception, FaultClass kind, string words)
    {
        var fault = FaultClassifier.Classify(exception, new TrainingPosition(1, 2));

        Assert.Equal((kind, new TrainingPosition(1, 2)), (fault.Class, fault.At));
        Assert.Contains(words, fault.Reason);
        Assert.DoesNotContain('\n', fault.Reason);
    }

    [Fact]
    public void A_wait_doubles_and_is_capped()
    {
        var settings = new RetrySettings(99, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(60), 0.5);

        var waits = Enumerable.Range(1, 7).Select(fault => Backoff.Delay(settings, fault, chance: 0).TotalSeconds);

        Assert.Equal([2, 4, 8, 16, 32, 60, 60], waits);
    }

    [Fact]
    public void Looking_for_what_is_missing_pauses_even_where_tries_do_not()
    {
        Assert.Equal(TimeSpan.FromSeconds(1), Backoff.Pause(new RetrySettings(5, TimeSpan.Zero, TimeSpan.FromMinutes(5), 1), 3, 0.5));
        Assert.Equal(TimeSpan.FromSeconds(8), Backoff.Pause(new RetrySettings(5, TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(5), 0), 3, 0.5));
    }

    [Fact]
    public void Chance_adds_at_most_the_jitter()
    {
        var settings = new RetrySettings(5, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5), 0.2);

        Assert.Equal(TimeSpan.FromSeconds(11), Backoff.Delay(settings, 1, chance: 0.5));
        Assert.True(Backoff.Delay(settings, 1, chance: 0.999) < TimeSpan.FromSeconds(12));
    }

    [Fact]
    public void A_wait_is_never_longer_than_the_longest_with_its_jitter_nor_shorter_than_the_first() =>
        Gen.Select(Gen.Double[0.001, 1e6], Gen.Double[1, 100], Gen.Int[1, 10_000], Gen.Double[0, 0.999]).Sample((first, times, faults, chance) =>
        {
            var settings = new RetrySettings(5, TimeSpan.FromSeconds(first), TimeSpan.FromSeconds(first * times), 1);
            var wait = Backoff.Delay(settings, faults, chance);
            return wait >= settings.FirstDelay && wait <= settings.MaxDelay * 2;
        });
}
