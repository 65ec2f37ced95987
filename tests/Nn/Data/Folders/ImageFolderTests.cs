using ActorGaze.Nn;
using ActorGaze.Nn.Data.Folders;

namespace ActorGaze.Tests.Nn.Data.Folders;

public class ImageFolderTests
{
    [Fact]
    public void Classes_and_files_come_in_ordinal_order()
    {
        using var set = new DataSetFolder();
        foreach (var path in new[] { "train/b/2.png", "train/b/10.JPG", "train/B/1.jpeg", "test/b/1.png", "test/B/1.png" }) set.Put(path, []);

        var folder = ImageFolder.Scan(set.Root);

        Assert.Equal(["B", "b"], folder.Classes);
        Assert.Equal([new("train/B/1.jpeg", 0), new("train/b/10.JPG", 1), new("train/b/2.png", 1)], folder.Train);
        Assert.Equal([new("test/B/1.png", 0), new("test/b/1.png", 1)], folder.Test);
    }

    [Theory]
    [InlineData("Training", "Testing")]
    [InlineData("train", "test")]
    [InlineData("TRAIN", "testing")]
    public void Both_layouts_are_known_in_any_case_of_letters(string train, string test)
    {
        using var set = new DataSetFolder();
        foreach (var split in new[] { train, test }) set.Put($"{split}/x/1.png", []).Put($"{split}/y/1.png", []);

        var folder = ImageFolder.Scan(set.Root);

        Assert.Equal($"{train}/x/1.png", folder.Train[0].Path);
        Assert.Equal($"{test}/x/1.png", folder.Test[0].Path);
    }

    [Fact]
    public void What_systems_leave_behind_is_no_class_and_no_image()
    {
        using var set = DataSetFolder.OfTwoClasses();
        set.Put("Training/.DS_Store", []).Put("Training/a/.DS_Store", []).Put("Training/a/._0.png", []).Put("Training/a/Thumbs.db", []).Put("Training/a/notes.txt", []);
        set.Put("Training/__MACOSX/0.png", []).Put("Training/.ipynb_checkpoints/0.png", []).PutFolder("Training/empty").Put("val/a/0.png", []).Put("masks/Training/a/0.png", []);

        var folder = ImageFolder.Scan(set.Root);

        Assert.Equal(["a", "b"], folder.Classes);
        Assert.Equal(6, folder.Train.Length);
        Assert.Equal(4, folder.Test.Length);
    }

    [Fact]
    public void A_missing_folder_is_named()
    {
        using var set = new DataSetFolder();

        Refused(set, "There is no data set folder", set.Root);
    }

    [Fact]
    public void A_file_is_no_data_set()
    {
        using var set = DataSetFolder.OfTwoClasses();

        var fault = Assert.Throws<InvalidInputException>(() => ImageFolder.Scan(Path.Combine(set.Root, "Training/a/0.png")));

        Assert.Contains("is a file", fault.Message);
    }

    [Fact]
    public void A_folder_without_splits_is_told_what_was_found_and_what_is_allowed()
    {
        using var set = new DataSetFolder();
        set.PutFolder("glioma").PutFolder("meningioma");

        Refused(set, "no training folder", "'glioma', 'meningioma'", "'Training' and 'Testing', or 'train' and 'test'");
    }

    [Fact]
    public void A_data_set_without_a_test_folder_is_refused()
    {
        using var set = DataSetFolder.OfTwoClasses();
        set.Remove("Testing");

        Refused(set, "no test folder");
    }

    [Fact]
    public void Two_training_folders_are_one_too_many()
    {
        using var set = DataSetFolder.OfTwoClasses();
        set.PutFolder("train");

        Refused(set, "more than one training folder", "'Training', 'train'");
    }

    [Theory]
    [InlineData("Training", "Testing")]
    [InlineData("Testing", "Training")]
    public void A_class_that_is_empty_in_one_split_is_named(string here, string there)
    {
        using var set = DataSetFolder.OfTwoClasses();
        set.Put($"{here}/c/0.png", []).PutFolder($"{there}/c");

        Refused(set, "Class 'c'", Path.Combine(set.Root, there, "c"), "is empty");
    }

    [Fact]
    public void A_class_of_one_split_alone_is_named()
    {
        using var set = DataSetFolder.OfTwoClasses();
        set.Put("Testing/d/0.png", []);

        Refused(set, "Class 'd'", Path.Combine(set.Root, "Training", "d"), "is missing");
    }

    [Fact]
    public void One_class_only_is_refused()
    {
        using var set = DataSetFolder.OfTwoClasses();
        set.Remove("Training/b");
        set.Remove("Testing/b");

        Refused(set, "one class only, 'a'", "at least two classes");
    }

    private static void Refused(DataSetFolder set, params string[] said)
    {
        var fault = Assert.Throws<InvalidInputException>(() => ImageFolder.Scan(set.Root));
        Assert.All(said, text => Assert.Contains(text, fault.Message));
        Assert.Contains(set.Root, fault.Message);
    }
}
