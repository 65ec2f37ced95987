using ActorGaze.Nn.Data.Folders;
using ActorGaze.Nn.Data.Manifests;

namespace ActorGaze.Nn.Data.Sources;

/// <summary>A source whose images are files, as a list has them.</summary>
internal abstract class FileSource(ImageListing listing) : IImageSource
{
    public string? ContentKey => null;

    public IReadOnlyList<string> Notes => [.. listing.LeftOut.Lines, .. listing.Notes];

    /// <summary>What lies there and is not read, by kind.</summary>
    public LeftOut LeftOut => listing.LeftOut;

    public IEnumerable<SourceImage> List() => Images(listing.Train, ImageSplit.Train)
        .Concat(Images(listing.Test, listing.EvaluateOn == EvaluateOn.Val ? ImageSplit.Val : ImageSplit.Test));

    public SourceContent Read(SourceImage image) => throw new NotSupportedException("Its images are files.");

    private IEnumerable<SourceImage> Images(IEnumerable<ImageFile> files, ImageSplit split) => files.Select(
        file => new SourceImage(file.Path, split, listing.Classes[file.Label]) { Group = file.Group, File = listing.PathOf(file),
            Unreadable = file.Unreadable });
}

/// <summary>A folder per class under a training folder and under the one that is evaluated on.</summary>
internal sealed class FolderSource(SourceSetup setup) : FileSource(ImageFolder.Scan(setup.Place, setup.EvaluateOn));

/// <summary>A CSV or Parquet file with a row for each image.</summary>
internal sealed class ManifestSource(SourceSetup setup) : FileSource(Manifest.Read(setup.Place, setup.Columns, setup.EvaluateOn));
