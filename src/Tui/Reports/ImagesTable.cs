using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Folders;

namespace ActorGaze.Tui.Reports;

/// <summary>What a sweep's runs were trained and evaluated on, and what of it was left out.</summary>
internal static class ImagesTable
{
    private const int ShortKey = 12;

    public static ReportTable Of(SweepReport report)
    {
        var sets = report.Runs.Where(run => run.Images is not null).Select(run => (Data: run.Spec.DataName, Images: run.Images!))
            .DistinctBy(set => (set.Data, set.Images.Content, set.Images.Dropped)).ToArray();
        return new ReportTable(
            "images", "Images",
            "Readable images of each class. Every run of the sweep on a data set has the same: the content is a hash over class names, "
            + "paths and pixels."
            + (sets.Any(set => set.Images.Dropped > 0) ? " Of the test images those count that are evaluated on (data.drop-leaked)." : "")
            + string.Concat(sets.Select(set => LeftOut(set.Data, set.Images))),
            3,
            ["Data", "Class", "Content", "Training", "Test"],
            [
                .. from set in sets
                   from name in set.Images.Classes
                   select (ImmutableArray<Cell>)
                   [
                       Cell.Of(set.Data), Cell.Of(name.Name), new Cell(
                           set.Images.Content[..Math.Min(ShortKey, set.Images.Content.Length)], set.Images.Content),
                       Cell.Of(name.Training), Evaluated(name),
                   ],
            ]);
    }

    private static Cell Evaluated(ClassImages images) =>
        images.Dropped == 0
            ? Cell.Of(images.Test)
            : new Cell($"{images.Test - images.Dropped} of {images.Test}", $"{images.Test - images.Dropped}");

    private static string LeftOut(string data, ImagesFacts images) =>
        ImagesWords.LeftOutByName(images) is { Count: > 0 } lines ? $" Left out of {data}: {ReasonText.Joined(lines).TrimEnd('.')}." : "";
}
