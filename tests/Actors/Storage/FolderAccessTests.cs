using ActorGaze.Actors.Persistence.Sqlite;
using ActorGaze.Actors.Storage;

namespace ActorGaze.Tests.Actors.Storage;

/// <summary>Who may open what an engine makes.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class FolderAccessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("access-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("700", null)]
    [InlineData("1700", null)]
    [InlineData("750", "others may look into")]
    [InlineData("755", "others may look into")]
    [InlineData("711", "others may look into")]
    [InlineData("770", "others may write into")]
    [InlineData("2775", "others may write into")]
    [InlineData("1777", "others may write into")]
    public void A_folder_that_is_open_to_others_is_told_with_its_mode(string octal, string? what)
    {
        var warning = FolderAccess.Warning("/state", (UnixFileMode)Convert.ToInt32(octal, 8));

        if (what is null) Assert.Null(warning);
        else Assert.StartsWith($"/state: {what} this state folder (mode {octal})", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_there_keeps_its_mode_and_what_is_new_is_its_owners_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no modes on Windows.");
        File.SetUnixFileMode(_folder, (UnixFileMode)0x1ED);
        var (folder, file) = (Path.Combine(_folder, "new", "deeper"), Path.Combine(_folder, "file"));

        PrivateFiles.MakeFolder(_folder);
        PrivateFiles.MakeFolder(folder);
        PrivateFiles.MakeFile(file);
        File.WriteAllText(file, "kept");
        PrivateFiles.MakeFile(file);

        Assert.Equal(["755", "700", "700", "600"], new[] { _folder, Path.GetDirectoryName(folder)!, folder, file }.Select(path => Convert.ToString((int)File.GetUnixFileMode(path), 8)));
        Assert.Equal("kept", File.ReadAllText(file));
    }

    [Fact]
    public void A_prepared_state_folder_keeps_the_mode_it_had_and_its_databases_are_its_owners_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no modes on Windows.");
        File.SetUnixFileMode(_folder, (UnixFileMode)0x5FD);
        var folder = new StateFolder(_folder);

        folder.Prepare();
        FolderDatabases.Prepare(folder);

        Assert.Equal(["2775", "600", "600", "2700"], new[] { _folder, folder.Journal, folder.Snapshots, folder.Cache }.Select(path => Convert.ToString((int)File.GetUnixFileMode(path), 8)));
    }
}
