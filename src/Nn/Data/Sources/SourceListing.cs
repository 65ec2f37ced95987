using System.Collections.Immutable;
using ActorGaze.Nn.Data.Folders;

namespace ActorGaze.Nn.Data.Sources;

/// <summary>Makes the list of a data set out of what a source says, and judges it.</summary>
internal static class SourceListing
{
    /// <summary>Lists a source without reading an image.</summary>
    /// <exception cref="InvalidInputException">A name, a label or a file's path is not allowed, or a class has no image on one
    /// side.</exception>
    public static ImageListing Of(IImageSource source, SourceSetup setup)
    {
        SourceImage[] images = [.. source.List()];
        if (source is not FileSource) Judge(images, setup); // these have judged what they list
        var evaluated = setup.EvaluateOn == EvaluateOn.Val ? ImageSplit.Val : ImageSplit.Test;
        SourceImage[] read = [.. images.Where(image => image.Split == ImageSplit.Train || image.Split == evaluated)];
        string[] classes = [.. read.Select(image => image.Label).Distinct().Order(StringComparer.Ordinal)];
        var (train, test) = (Side(ImageSplit.Train), Side(evaluated));
        if (classes.Length < 2)
            throw Wrong(setup, $"found {(classes is [var one] ? $"one class only, '{one}'" : "no image")}; allowed: at least two classes.");
        for (var label = 0; label < classes.Length; label++)
        {
            var (here, there) = (train.Count(image => image.Label == label), test.Count(image => image.Label == label));
            if (here == 0 || there == 0) throw Wrong(
                setup, $"class '{classes[label]}': found {here} training and {there} {SplitNames.Word(setup.EvaluateOn)} images; allowed: "
                    + $"at least one of each ({SplitNames.Key(setup.EvaluateOn)}).");
        }

        var own = source as FileSource;
        return new ImageListing(own is null || Directory.Exists(setup.Place) ? setup.Place : Path.GetDirectoryName(setup.Place)!,
            [.. classes], train, test)
        {
            Place = setup.Place,
            EvaluateOn = setup.EvaluateOn,
            LeftOut = own?.LeftOut ?? LeftOut.Nothing,
            Notes = [.. source.Notes.Except(own?.LeftOut.Lines ?? []), .. SplitNames.Unread(images.Length - read.Length, setup.EvaluateOn)],
        };

        ImmutableArray<ImageFile> Side(ImageSplit split) =>
        [
            .. images.Where(image => image.Split == split).OrderBy(image => image.Name, StringComparer.Ordinal)
                .Select(image => new ImageFile(image.Name, Array.IndexOf(classes, image.Label)) { Group = image.Group, File = image.File,
                    Unreadable = image.Unreadable }),
        ];
    }

    private static void Judge(SourceImage[] images, SourceSetup setup)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var image in images)
        {
            if (string.IsNullOrEmpty(image.Name) || image.Name.Any(char.IsControl))
                throw Wrong(
                    setup, $"an image's name: found '{ReasonText.Escaped(image.Name ?? "")}'; allowed: a text without control characters.");
            if (!seen.Add(image.Name))
                throw Wrong(setup, $"found two images of the name '{ReasonText.Escaped(image.Name)}'; allowed: a name for each image.");
            if (image.File is { } file && !Path.IsPathFullyQualified(file)) throw Wrong(
                setup, $"image '{ReasonText.Escaped(image.Name)}': its file: found '{ReasonText.Escaped(file)}'; allowed: a full path.");
            if (string.IsNullOrEmpty(image.Label) || image.Label.Any(letter => letter is '/' or '\\' || char.IsControl(letter)))
                throw Wrong(
                setup, $"image '{ReasonText.Escaped(image.Name)}': the label: found '{ReasonText.Escaped(image.Label ?? "")}'; allowed: "
                    + $"the name of a class, without '/' and '\\'.");
        }
    }

    private static InvalidInputException Wrong(SourceSetup setup, string what) => new($"{setup.Place}: {what}");
}
