using System.Text.Json;
using ActorGaze.Nn.Data.Auditing;
using ActorGaze.Tests.Nn.Data.Decoding;
using ActorGaze.Tests.Nn.Data.Folders;
using SkiaSharp;

namespace ActorGaze.Tests.Nn.Data.Auditing;

public class AuditTests
{
    [Fact]
    public void A_sound_data_set_gives_no_pause()
    {
        using var set = DataSetFolder.OfTwoClasses();

        var report = Look(set);

        Assert.Equal([new("training", "a", 3), new("training", "b", 3), new("test", "a", 2), new("test", "b", 2)], report.Counts);
        Assert.Equal([new("training", "a", 0.5), new("test", "a", 0.5)], report.LargestClass);
        Assert.Equal([new SizeCount(224, 224, 10)], report.Sizes);
        Assert.Equal([new ModeCount("gray 8-bit PNG", 10)], report.ColourModes);
        Assert.Empty(report.Unreadable);
        Assert.Empty(report.Tiny);
        Assert.Empty(report.Duplicates);
        Assert.Equal((10, false), (report.ImageCount, report.SplitsShareFiles));
    }

    [Fact]
    public void Equal_files_are_found_inside_and_across_splits()
    {
        using var set = DataSetFolder.OfTwoClasses();
        var (shared, trained) = (TestImages.Plain(200), TestImages.Plain(201));
        set.Put("Training/a/x.png", shared).Put("Testing/b/x.png", shared).Put("Testing/b/y.png", shared).Put("Training/b/z1.png", trained).Put("Training/b/z2.png", trained);

        var report = Look(set);

        Assert.Equal(2, report.Duplicates.Length);
        Assert.Equal(["Training/a/x.png"], report.Duplicates[0].Training);
        Assert.Equal(["Testing/b/x.png", "Testing/b/y.png"], report.Duplicates[0].Test);
        Assert.Equal((1, 1, 2, 1, 1),
            (report.DuplicatesInTraining, report.DuplicatesInTest, report.TestFilesInTraining, report.ContentsInBothSplits, report.DuplicatesAcrossClasses));
        Assert.True(report.SplitsShareFiles);
    }

    [Fact]
    public void Bad_images_are_listed_with_their_reasons_and_stop_nothing()
    {
        using var set = DataSetFolder.OfTwoClasses();
        set.Put("Training/a/text.jpg", TestImages.Text).Put("Training/a/zero.png", []).Put("Testing/b/cut.jpg", TestImages.Jpeg(64, 64, (x, y) => new SKColor((byte)(x * y), 0, 0))[..^200]);

        var report = Look(set);

        Assert.Equal(["Training/a/text.jpg", "Training/a/zero.png", "Testing/b/cut.jpg"], report.Unreadable.Select(image => image.Path));
        Assert.Equal(["a text", "the file is empty", "the file is cut off before its last pixel"], report.Unreadable.Select(image => image.Reason));
        Assert.Equal((13, 10), (report.ImageCount, report.Sizes.Sum(size => size.Images)));
        Assert.Equal(5, report.Counts[0].Images);
    }

    [Fact]
    public void Sizes_and_colour_modes_are_counted_and_tiny_images_named()
    {
        using var set = DataSetFolder.OfTwoClasses();
        set.Put("Training/a/1x1.png", TestImages.Plain(1, side: 1)).Put("Training/a/deep.png", TestImages.Png(40, 50, 16, 0, (x, _) => [x * 1000]));
        set.Put("Training/b/colour.jpg", TestImages.Jpeg(31, 300, (_, _) => SKColors.Red)).Put("Training/b/cmyk.jpg", TestImages.CmykJpeg());
        set.Put("Testing/b/palette.png", TestImages.Png(40, 50, 8, 3, (_, _) => [0], palette: [1, 2, 3]));

        var report = Look(set);

        Assert.Equal([new("Training/a/1x1.png", 1, 1), new("Training/b/cmyk.jpg", 8, 8), new("Training/b/colour.jpg", 31, 300)], report.Tiny);
        Assert.Equal([new(224, 224, 10), new(40, 50, 2), new(1, 1, 1), new(8, 8, 1), new(31, 300, 1)], report.Sizes);
        Assert.Equal(
            [new("gray 8-bit PNG", 11), new("CMYK 8-bit JPEG", 1), new("RGB 8-bit JPEG", 1), new("gray 16-bit PNG", 1), new("palette 8-bit PNG", 1)],
            report.ColourModes);
    }

    [Fact]
    public void The_largest_class_and_its_share_are_told_per_split()
    {
        using var set = DataSetFolder.OfTwoClasses();
        for (var n = 0; n < 4; n++) set.Put($"Training/b/more{n}.png", TestImages.Plain(220 + n));

        Assert.Equal([new("training", "b", 0.7), new("test", "a", 0.5)], Look(set).LargestClass);
    }

    [Fact]
    public void A_report_survives_JSON()
    {
        using var set = DataSetFolder.OfTwoClasses();
        set.Put("Training/a/text.jpg", TestImages.Text).Put("Training/a/again.png", TestImages.Plain(10));
        var report = Look(set);

        var json = JsonSerializer.Serialize(report);

        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<AuditReport>(json)));
        Assert.Contains("\"SplitsShareFiles\":false", json);
    }

    private static AuditReport Look(DataSetFolder set) => Audit.Of(set.Root, Deadline.Token);
}
