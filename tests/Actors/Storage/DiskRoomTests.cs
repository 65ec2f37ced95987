using ActorGaze.Actors.Storage;
using ActorGaze.Tests.Actors.Faults;

namespace ActorGaze.Tests.Actors.Storage;

public sealed class DiskRoomTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("room-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_disk_is_asked_for_the_room_and_nothing_is_left_behind()
    {
        using var disk = new SmallDisk(Path.Combine(_folder, "disk"), kilobytes: 512);
        var on = Path.Combine(_folder, "disk");

        Assert.True(DiskRoom.Has(on, 300_000));
        Assert.False(DiskRoom.Has(on, 600_000));
        Assert.Empty(Directory.GetFileSystemEntries(on));
        disk.Fill(0);
        Assert.False(DiskRoom.Has(on, 1));
        disk.MakeRoom();
        Assert.True(DiskRoom.Has(on, 1));
    }

    [Fact]
    public void A_folder_that_is_gone_has_no_room() => Assert.False(DiskRoom.Has(Path.Combine(_folder, "gone"), 1));
}
