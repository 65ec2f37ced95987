namespace ActorGaze.Tests.Nn.Data.Folders;

public class LeftBehindTests
{
    [Fact]
    public void What_a_killed_process_left_half_written_is_removed_by_the_next()
    {
        using var set = DataSetFolder.OfTwoClasses();
        var (old, fresh) = (Path.Combine(set.Cache, "images-x.bin.1.partial"), Path.Combine(set.Cache, "images-x.bin.2.partial"));
        Directory.CreateDirectory(set.Cache);
        File.WriteAllBytes(fresh, [1]);
        File.WriteAllBytes(old, [1]);
        File.SetLastWriteTimeUtc(old, File.GetLastWriteTimeUtc(fresh).AddMinutes(-2));

        set.Prepare();

        Assert.False(File.Exists(old));
        Assert.True(File.Exists(fresh));
    }

    [Fact]
    public void What_another_process_is_still_writing_stays_however_slow_it_is()
    {
        using var set = DataSetFolder.OfTwoClasses();
        var path = Path.Combine(set.Cache, "images-x.bin.1.partial");
        Directory.CreateDirectory(set.Cache);
        using var writer = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        File.SetLastWriteTimeUtc(writer.SafeFileHandle, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        set.Prepare();

        Assert.True(File.Exists(path));
    }
}
