using ActorGaze.Nn.Data.Batches;
using ActorGaze.Nn.Data.Phantoms;
using ActorGaze.Nn.Data.Store;
using ActorGaze.Nn.Training;

namespace ActorGaze.Benchmarks;

/// <summary>The images that are trained on, decoded, and a folder for files, gone afterwards.</summary>
internal sealed class Material : IDisposable
{
    public const int BatchSize = 32;

    private const int PerClass = 64;

    private Material(string folder, string root, ImageStore store, string description) =>
        (Folder, Root, Store, Description) = (folder, root, store, description);

    public string Folder { get; }

    /// <summary>The data set's folder.</summary>
    public string Root { get; }

    public ImageStore Store { get; }

    public string Description { get; }

    public static Material Of(string? data)
    {
        var folder = Directory.CreateTempSubdirectory("actorgaze-benchmarks-").FullName;
        try
        {
            var root = data ?? Path.Combine(folder, "phantoms");
            if (data is null) PhantomFolder.Write(root, new PhantomSpec(PhantomKind.Localised, Classes: 2, TrainPerClass: 2 * PerClass, TestPerClass: 1));
            var info = ImageStore.Prepare(new DataSpec(root), Path.Combine(folder, "cache"));
            var description = $"{(data is null ? "localised phantoms" : Path.GetFileName(Path.TrimEndingDirectorySeparator(data)))}, {info.Classes.Length} classes, {info.TrainCount} for training";
            return new Material(folder, root, ImageStore.Open(info.CacheFile), description);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>Training images in an epoch's order, at most so many.</summary>
    public int[] Order(int most) => [.. EpochOrder.Of(DataSplit.Of(Store, validation: 0).Train, seed: 1, epoch: 1).Take(most)];

    public Batch Batch(ReadOnlySpan<int> indices) => BatchMaker.Make(Store, Recipe(indices));

    public BatchRecipe Recipe(ReadOnlySpan<int> indices) => BatchRecipe.Training(Store, indices, new CropSpec(), new PixelScale(), seed: 1, epoch: 1);

    /// <summary>A learner that holds the images where its device is a GPU.</summary>
    public Learner Learner(int level, Precision precision = Precision.Float32, string device = "cpu")
    {
        var learner = new Learner(new LearnerSpec
        {
            Network = NetworkSpec.OfLevel(level), Classes = Store.Classes.Length, Seed = 1, Device = device, Training = new TrainingSpec { Precision = precision },
        });
        if (device != "cpu") learner.Use(DeviceImages.Upload(Store, Devices.Named(device)));
        return learner;
    }

    public void Dispose()
    {
        Store.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
