using System.Text.Json;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Auditing;
using ActorGaze.Nn.Data.Folders;
using ActorGaze.Tests.Nn.Data.Decoding;

namespace ActorGaze.Tests.Nn.Data.Folders;

/// <summary>Nothing is left out in silence.</summary>
public sealed class LeftOutTests : IDisposable
{
    private readonly DataSetFolder _set = DataSetFolder.OfTwoClasses();

    public void Dispose() => _set.Dispose();

    [Fact]
    public void A_plain_data_set_leaves_nothing_out()
    {
        Assert.Empty(ImageFolder.Scan(_set.Root).LeftOut.Lines);
        Assert.Empty(_set.Prepare().Notes);
    }

    [Fact]
    public void Files_of_other_kinds_are_counted_by_their_ending()
    {
        for (var n = 0; n < 12; n++) _set.Put($"Training/a/{n}.TIF", []);
        _set.Put("Testing/b/9.tif", []).Put("Training/b/x.dcm", []).Put("Training/b/IM0001", []).Put("Training/a/notes.txt", []).Put("Training/a/labels.csv", []);

        var leftOut = ImageFolder.Scan(_set.Root).LeftOut;

        Assert.Equal([new(".tif", 13, "Training/a/0.TIF"), new("", 1, "Training/b/IM0001"), new EndingCount(".dcm", 1, "Training/b/x.dcm")], leftOut.Endings);
        Assert.Equal(
            [
                "13 .tif files are not read, such as Training/a/0.TIF; PNG, JPEG, WebP and BMP are.",
                "1 file without an ending is not read, such as Training/b/IM0001; PNG, JPEG, WebP and BMP are.",
                "1 .dcm file is not read, such as Training/b/x.dcm; PNG, JPEG, WebP and BMP are.",
            ],
            leftOut.Lines);
        Assert.Equal(leftOut.Lines, _set.Prepare().Notes);
        Assert.Equal(leftOut.Lines, _set.Prepare().Notes); // also where it is found decoded
    }

    [Fact]
    public void WebP_BMP_and_JFIF_are_read_beside_the_others()
    {
        _set.Put("Training/a/w.webp", OddImages.Webp).Put("Training/a/b.BMP", OddImages.Bmp);
        _set.Put("Training/b/j.jfif", TestImages.Jpeg(32, 32, (_, _) => SkiaSharp.SKColors.Gray)).Put("Training/b/k.jpe", TestImages.Jpeg(32, 32, (_, _) => SkiaSharp.SKColors.White));

        var info = _set.Prepare();

        Assert.Equal((10, 4), (info.TrainCount, info.TestCount));
        Assert.Empty(info.Skipped);
    }

    [Fact]
    public void Images_in_sub_folders_and_beside_the_classes_are_told()
    {
        _set.Put("Training/a/more/1.png", []).Put("Training/a/more/deep/2.jpg", []).Put("Training/a/more/notes.txt", []).PutFolder("Training/a/empty");
        _set.Put("Testing/b/masks/1.png", []).Put("Training/stray.png", []).Put("first.jpg", []);

        var leftOut = ImageFolder.Scan(_set.Root).LeftOut;

        Assert.Equal([new("Training/a/more", 2), new SubFolderCount("Testing/b/masks", 1)], leftOut.SubFolders);
        Assert.Equal(
            [
                "3 images in sub-folders of classes are not read: Training/a/more (2), Testing/b/masks (1). Only images directly in a class's folder are.",
                "2 images beside the class folders are not read: first.jpg, Training/stray.png.",
            ],
            leftOut.Lines);
    }

    [Fact]
    public void A_link_that_leads_back_is_not_followed()
    {
        Directory.CreateSymbolicLink(Path.Combine(_set.PutFolder("Training/a/sub").Root, "Training/a/sub/up"), "..");

        Assert.Empty(ImageFolder.Scan(_set.Root).LeftOut.SubFolders);
    }

    [Theory]
    [InlineData("@eaDir")]
    [InlineData("#recycle")]
    [InlineData("$RECYCLE.BIN")]
    [InlineData("lost+found")]
    [InlineData(".thumbnails")]
    [InlineData("__MACOSX")]
    public void What_systems_and_storage_boxes_leave_behind_is_no_class_and_no_sub_folder(string name)
    {
        _set.Put($"Training/{name}/0.png", []).Put($"Training/a/{name}/1.png", []).Put($"Testing/{name}/0.png", []).Put("Training/b/Thumbs.db", []).Put("Training/b/desktop.ini", []);

        var folder = ImageFolder.Scan(_set.Root);

        Assert.Equal(["a", "b"], folder.Classes);
        Assert.Empty(folder.LeftOut.Lines);
    }

    [Fact]
    public void A_class_without_an_image_that_is_read_and_a_link_that_leads_nowhere_are_told()
    {
        _set.Put("Training/c/0.tif", []).Put("Testing/c/1.tif", []);
        Directory.CreateSymbolicLink(Path.Combine(_set.Root, "Training/d"), "/no/such/folder");

        Assert.Equal(
            [
                "2 .tif files are not read, such as Training/c/0.tif; PNG, JPEG, WebP and BMP are.",
                "The folder Training/c has no image that is read, so it is no class.",
                "The folder Testing/c has no image that is read, so it is no class.",
                "The link Training/d leads nowhere, so it is left out.",
            ],
            ImageFolder.Scan(_set.Root).LeftOut.Lines);
    }

    [Fact]
    public void Where_it_leaves_no_class_the_refusal_says_why()
    {
        using var set = new DataSetFolder();
        foreach (var split in new[] { "train", "test" }) set.Put($"{split}/a/images/0.png", []).Put($"{split}/b/images/0.png", []);

        var fault = Assert.Throws<InvalidInputException>(() => ImageFolder.Scan(set.Root));

        Assert.Contains("4 images in sub-folders of classes are not read: train/a/images (1), train/b/images (1), test/a/images (1) and 1 more.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_whose_name_is_not_UTF8_is_refused_by_its_bytes()
    {
        var name = new byte[] { (byte)'c', 0xE9 };
        SpecialFiles.Named(Path.Combine(_set.Root, "Training"), name, []);
        Assert.Empty(ImageFolder.Scan(_set.Root).LeftOut.Lines); // a file beside the classes, and no image
        SpecialFiles.Remove(Path.Combine(_set.Root, "Training"), name);
        SpecialFiles.NamedFolder(Path.Combine(_set.Root, "Training"), name);
        try
        {
            var fault = Assert.Throws<InvalidInputException>(() => ImageFolder.Scan(_set.Root));

            Assert.Contains(@"The folder 'c\xE9' in", fault.Message, StringComparison.Ordinal);
        }
        finally
        {
            SpecialFiles.RemoveFolder(Path.Combine(_set.Root, "Training"), name);
        }
    }

    [Fact]
    public void The_same_picture_in_two_classes_is_told_by_path_also_where_it_is_stored_in_another_way()
    {
        _set.Put("Training/a/p.png", OddImages.Gray8).Put("Testing/b/q.png", OddImages.Same["rgb"]()).Put("Training/a/twice.png", OddImages.Gray8);

        var (first, second, report) = (_set.Prepare(), _set.Prepare(), Audit.Of(_set.Root, Deadline.Token));

        Assert.Equal(["The same picture lies in two classes: Training/a/p.png = Testing/b/q.png = Training/a/twice.png."], first.Notes);
        Assert.Equal((false, first.Notes.Single()), (second.Decoded, second.Notes.Single()));
        Assert.Equal(["Training/a/p.png", "Testing/b/q.png", "Training/a/twice.png"], Assert.Single(report.InTwoClasses));
    }

    [Fact]
    public void Many_pictures_in_two_classes_are_counted_and_the_first_named()
    {
        for (var n = 0; n < 5; n++) _set.Put($"Training/a/p{n}.png", TestImages.Plain(200 + n)).Put($"Training/b/q{n}.png", TestImages.Plain(200 + n));

        Assert.Equal(
            "5 pictures lie in two classes each: Training/a/p0.png = Training/b/q0.png; Training/a/p1.png = Training/b/q1.png; "
            + "Training/a/p2.png = Training/b/q2.png; and 2 more, which 'data check' names.",
            Assert.Single(_set.Prepare().Notes));
    }

    [Fact]
    public void The_check_tells_what_is_left_out_and_how_bright_it_is_in_JSON_too()
    {
        _set.Put("Training/a/x.tif", []).Put("Training/a/deep.png", TestImages.Png(9, 9, 16, 0, (x, _) => [x * 400])).PutFolder("masks");

        var report = Audit.Of(_set.Root, Deadline.Token);
        var back = JsonSerializer.Deserialize<AuditReport>(JsonSerializer.Serialize(report))!;

        Assert.Equal(
            [
                new BrightestValue(8, 10, 100, 255),
                new BrightestValue(16, 1, 3200, 65535)
                {
                    Note = "The brightest value of the 16-bit images (1) is 3200 of 65535: they are read as images of 12 bits (data.depth = auto).",
                },
            ],
            report.Brightest);
        Assert.Equal(["masks"], report.LeftOut.OtherFolders);
        Assert.Equal(report.LeftOut.Endings, back.LeftOut.Endings);
        Assert.Equal(report.Brightest, back.Brightest);
    }
}
