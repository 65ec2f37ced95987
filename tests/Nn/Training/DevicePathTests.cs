using ActorGaze.Nn.Data.Batches;
using ActorGaze.Nn.Data.Phantoms;
using ActorGaze.Nn.Data.Store;
using ActorGaze.Nn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Tests.Nn.Training;

/// <summary>The step as a GPU takes it, on the CPU: how often it copies and waits, and that it comes to the same figures.</summary>
[Slow]
public sealed class DevicePathTests
{
    [Theory]
    [InlineData(2, 0)]
    [InlineData(5, 1)] // what dropout keeps is drawn on the CPU, so that every device drops the same
    public void A_step_uploads_its_batch_and_reads_back_once_and_so_does_an_evaluation(int level, int dropouts)
    {
        using var learner = Lesson.Learner(level, tensorsOnly: true);
        using var batch = Lesson.Batch(seed: 1);
        learner.Step(batch, gazeWeight: 50); // the first uploads the means too
        var (uploads, reads) = (learner.Link.Uploads, learner.Link.Reads);

        Assert.True(learner.Step(batch, gazeWeight: 50).Applied);
        Assert.Equal((2 + dropouts, 1), (learner.Link.Uploads - uploads, learner.Link.Reads - reads)); // images, labels; figures with the means

        learner.Step(batch, gazeWeight: null);
        learner.Evaluate(batch);
        Assert.Equal((6 + (2 * dropouts), 3), (learner.Link.Uploads - uploads, learner.Link.Reads - reads));
    }

    [Fact]
    public void With_the_images_on_the_device_one_small_upload_is_all_that_a_step_needs()
    {
        var folder = Directory.CreateTempSubdirectory("device-path-").FullName;
        try
        {
            PhantomFolder.Write(Path.Combine(folder, "p"), new PhantomSpec(PhantomKind.Localised, Classes: 2, TrainPerClass: 4, TestPerClass: 1), cancellation: Deadline.Token);
            using var store = ImageStore.Open(ImageStore.Prepare(new DataSpec(Path.Combine(folder, "p")), folder, cancellation: Deadline.Token).CacheFile);
            var recipe = BatchRecipe.Training(store, [0, 1, 4, 5], new CropSpec(), new PixelScale(), seed: 3, epoch: 1);
            using var pixels = BatchMaker.Make(store, recipe);
            using var plain = new Batch(null, recipe);
            using var onHost = Lesson.Learner(tensorsOnly: true);
            using var onDevice = Lesson.Learner(tensorsOnly: true);
            onDevice.Use(DeviceImages.Upload(store, CPU));

            var (a, b) = (onHost.Step(pixels, 50), onDevice.Step(plain, 50));

            Assert.Equal(a.CrossEntropy, b.CrossEntropy, 1e-5);
            Assert.Equal((3, 1), (onDevice.Link.Uploads, onDevice.Link.Reads)); // the batch; and, in the first step, the means and which of them there are
            Assert.Throws<InvalidOperationException>(() => onHost.Step(plain, 50));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void It_comes_to_the_figures_of_the_step_by_plain_numbers(int level)
    {
        using var host = Lesson.Learner(level);
        using var device = Lesson.Learner(level, tensorsOnly: true);
        var (means, others) = (Lesson.NoMeans, Lesson.NoMeans);

        for (var seed = 1; seed <= 4; seed++)
        {
            var (a, b) = (host.Step(seed, weight: 50, ref means, samples: 8), device.Step(seed, weight: 50, ref others, samples: 8));

            Assert.Equal(a.CrossEntropy, b.CrossEntropy, 1e-3);
            Assert.Equal(a.GazeLoss!.Value, b.GazeLoss!.Value, 1e-3);
            Assert.Equal(a.Correct, b.Correct);
        }
    }

    [Fact]
    public void On_a_cuda_device_two_trainings_are_compared_to_the_bit()
    {
        if (!cuda.is_available()) Assert.Skip("no CUDA device");

        Lesson.Same(Trained(), Trained());

        static Checkpoint Trained()
        {
            using var learner = Lesson.Learner(level: 5, device: "cuda");
            var means = Lesson.NoMeans;
            for (var seed = 1; seed <= 5; seed++) learner.Step(seed, weight: 50, ref means, samples: 8);
            return learner.Saved();
        }
    }
}
