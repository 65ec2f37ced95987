using ActorGaze.Nn.Data.Auditing;

namespace ActorGaze.Tests.Nn.Data.Store;

public class RealDataTests
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("ACTORGAZE_DATA");

    [Fact]
    public void The_brain_set_has_test_images_in_its_training_folder()
    {
        Assert.SkipUnless(Folder is not null, "ACTORGAZE_DATA does not name a folder that holds brain-tumor-mri and chest-xray.");

        var report = Audit.Of(Path.Combine(Folder!, "brain-tumor-mri"), Deadline.Token);

        Assert.Equal(["glioma", "meningioma", "notumor", "pituitary"], report.Classes);
        Assert.Equal((7019, 189, 216), (report.ImageCount, report.ContentsInBothSplits, report.TestFilesInTraining));
        Assert.Equal(216, report.TestPicturesInTraining);
        Assert.Empty(report.Unreadable);
    }

    [Fact]
    public void Three_quarters_of_the_chest_sets_training_images_show_pneumonia()
    {
        Assert.SkipUnless(Folder is not null, "ACTORGAZE_DATA does not name a folder that holds brain-tumor-mri and chest-xray.");

        var report = Audit.Of(Path.Combine(Folder!, "chest-xray"), Deadline.Token);

        Assert.Equal("PNEUMONIA", report.LargestClass[0].Class);
        Assert.Equal(0.743, report.LargestClass[0].Share, 0.001);
        Assert.Equal((5840, false), (report.ImageCount, report.SplitsShareFiles));
    }
}
