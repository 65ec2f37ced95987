using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Engine.Images;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Folders;
using ActorGaze.Nn.Data.Store;
using ActorGaze.Nn.Parts;
using ActorGaze.Tests.Nn.Data.Decoding;
using ActorGaze.Tests.Nn.Data.Folders;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit;

namespace ActorGaze.Tests.Actors.Engine.Images;

/// <summary>The keeper of data sets with a stand-in for the disk.</summary>
[Slow]
public sealed class ImagesActorSpecs : TestKit
{
    private readonly string _folder = Directory.CreateTempSubdirectory("images-").FullName;
    private readonly ManualResetEventSlim _hang = new();
    private readonly TestProbe _metrics;
    private int _opened;

    public ImagesActorSpecs()
        : base("akka.loglevel = OFF, akka.stdout-loglevel = OFF") => _metrics = CreateTestProbe();

    private static CancellationToken Cancel => Deadline.Token;

    protected override void AfterAll()
    {
        _hang.Set();
        base.AfterAll();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_data_set_that_hangs_keeps_no_other_waiting_and_whoever_asks_for_it_is_told_and_served_when_it_comes_back()
    {
        var images = Images(TimeSpan.FromMilliseconds(40));
        images.Tell(Of("hangs"), TestActor);
        images.Tell(Of("sound"), TestActor);

        Assert.Equal("sound", ExpectMsg<ImagesOpened>(cancellationToken: Cancel).Request.Data);
        Assert.Equal("hangs", ExpectMsg<ImagesSilent>(cancellationToken: Cancel).Request.Data);
        var late = CreateTestProbe();
        images.Tell(Of("hangs"), late);
        Assert.Equal("hangs", late.ExpectMsg<ImagesSilent>(cancellationToken: Cancel).Request.Data);

        _hang.Set();
        Assert.Equal("hangs", ((ImagesOpened)FishForMessage(m => m is ImagesOpened, cancellationToken: Cancel)).Request.Data);
        late.FishForMessage(m => m is ImagesOpened, cancellationToken: Cancel);
    }

    [Fact]
    public void Leaving_does_not_wait_for_a_data_set_that_hangs()
    {
        var images = Watch(Images(TimeSpan.FromMilliseconds(40)));
        images.Tell(Of("hangs"), TestActor);
        ExpectMsg<ImagesSilent>(cancellationToken: Cancel);

        Sys.Stop(images);

        FishForMessage(m => m is Terminated, max: TimeSpan.FromSeconds(4), cancellationToken: Cancel); // it waits five for one that answers
        Assert.False(_hang.IsSet);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_looked_for_until_it_is_and_everyone_who_waits_is_told_once()
    {
        var looks = 0;
        var images = Images(TimeSpan.FromMinutes(1), place => place.Data == "/data" && Interlocked.Increment(ref looks) > 3 ? null : place.Data);
        var other = CreateTestProbe();

        images.Tell(new AwaitFolder(Of("/data")), TestActor);
        images.Tell(new AwaitFolder(Of("/data")), TestActor);
        images.Tell(new AwaitFolder(Of("/data")), other);
        images.Tell(new AwaitFolder(Of("/nowhere")), TestActor);

        Assert.Equal(new FolderThere("/data"), (FolderThere)FishForMessage(m => m is FolderThere, cancellationToken: Cancel));
        Assert.Equal(new FolderThere("/data"), other.FishForMessage(m => m is FolderThere, cancellationToken: Cancel));
        Assert.Equal(4, Volatile.Read(ref looks));
        images.Tell(Of("sound"), TestActor);
        Assert.Empty(FolderThereBefore<ImagesOpened>());
    }

    [Fact]
    public void A_folder_that_is_absent_or_empty_is_told_as_that_and_one_that_is_no_data_set_as_what_it_is()
    {
        var images = OnDisk();
        var (absent, empty, wrong) = (Path.Combine(_folder, "absent"), Path.Combine(_folder, "empty"), Path.Combine(_folder, "wrong"));
        Directory.CreateDirectory(empty);
        Directory.CreateDirectory(Path.Combine(wrong, "Training"));

        ImagesFailed Failed(string data)
        {
            images.Tell(Of(data), TestActor);
            return ExpectMsg<ImagesFailed>(cancellationToken: Cancel);
        }

        Assert.Equal((FaultClass.FolderAbsent, $"There is no data folder {absent}."), (Failed(absent).Fault.Class, Failed(absent).Fault.Reason));
        Assert.Equal((FaultClass.FolderAbsent, $"The data folder {empty} is empty."), (Failed(empty).Fault.Class, Failed(empty).Fault.Reason));
        Assert.Equal(FaultClass.Final, Failed(wrong).Fault.Class);
    }

    [Fact]
    public void A_disk_that_is_taken_away_while_a_data_set_is_opened_is_absent_not_broken()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "set")).FullName;
        File.WriteAllText(Path.Combine(folder, "a"), "");

        var absent = Assert.Throws<FolderAbsentException>(() => DataPlace.Open<int>(Of(folder), () =>
        {
            Directory.Delete(folder, recursive: true);
            throw new InvalidInputException("There is no image a.");
        }));

        Assert.Equal($"There is no data folder {folder}.", absent.Message);
    }

    [Fact]
    public void Requests_that_leave_out_other_images_of_the_evaluation_are_served_by_one_opening_each_as_it_asked()
    {
        var images = Images(TimeSpan.FromMinutes(1));
        var asked = Of("hangs") with { DropLeaked = true, HeldBack = 0.2 };

        images.Tell(Of("hangs"), TestActor);
        images.Tell(asked, TestActor);
        images.Tell(asked with { Pinned = Samples.Images }, TestActor);
        images.Tell(asked with { DropLeaked = false, HeldBack = 0, Pinned = Samples.Images with { Notes = ["another"] } }, TestActor);
        images.Tell(Of("sound"), TestActor);
        ExpectMsg<ImagesOpened>(cancellationToken: Cancel);
        AwaitAssert(() => Assert.Equal(3, Volatile.Read(ref _opened)), cancellationToken: Cancel); // that which is sound, what is pinned, and what is not
        _hang.Set();

        var answers = Enumerable.Range(0, 4).Select(_ => ExpectMsg<ImagesOpened>(cancellationToken: Cancel).Request).ToArray();
        Assert.Equal([false, false, true, true], answers.Select(request => request.DropLeaked).Order());
        Assert.Equal(2, answers.Count(request => request.Pinned is not null));
    }

    [Fact]
    public void What_leaks_is_counted_for_each_as_it_evaluates()
    {
        using var set = DataSetFolder.OfTwoClasses();
        set.Put("Testing/a/0.png", TestImages.Plain(10)); // Training/a/0.png
        var images = OnDisk();

        ImagesFacts Facts(OpenImages asked)
        {
            images.Tell(asked, TestActor);
            return FishForMessage<ImagesOpened>(opened => opened.Request == asked, cancellationToken: Cancel).Facts;
        }

        Assert.Equal((0, 1), (Facts(Of(set.Root)).Dropped, Facts(Of(set.Root) with { DropLeaked = true }).Dropped));
        var pinned = Facts(Of(set.Root) with { DropLeaked = true });
        Assert.Equal(pinned, Facts(Of(set.Root) with { DropLeaked = true, Pinned = pinned }));
        Assert.Equal(pinned, Facts(Of(set.Root) with { DropLeaked = true, Pinned = pinned })); // known by now
    }

    [Fact]
    public void A_half_that_is_evaluated_on_is_waited_for_though_a_third_split_is_there()
    {
        using var set = DataSetFolder.OfTwoClasses();
        Directory.Move(Path.Combine(set.Root, "Testing"), Path.Combine(set.Root, "Validation"));
        var images = OnDisk();

        images.Tell(Of(set.Root), TestActor);
        var failed = ExpectMsg<ImagesFailed>(cancellationToken: Cancel);
        Assert.Equal((FaultClass.FolderAbsent, Path.Combine(set.Root, "Testing")), (failed.Fault.Class, failed.Missing));
        images.Tell(new AwaitFolder(Of(set.Root)), TestActor);
        Assert.Equal(failed.Missing, ExpectMsg<FolderMissing>(cancellationToken: Cancel).Path);
        images.Tell(Of(set.Root) with { EvaluateOn = EvaluateOn.Val }, TestActor);
        FishForMessage(m => m is ImagesOpened, cancellationToken: Cancel);
    }

    [Theory]
    [InlineData("disk")] // all of a top folder
    [InlineData("disk/b")] // a disk in a folder that others are in
    public void Images_of_a_manifest_whose_disk_is_not_mounted_are_waited_for(string mountPoint)
    {
        using var set = DataSetFolder.OfTwoClasses();
        var disk = Path.Combine(set.Root, mountPoint);
        var lines = Directory.GetFiles(Path.Combine(set.Root, "Testing"), "*.png", SearchOption.AllDirectories).Select((file, n) =>
        {
            set.Put($"disk/{(n < 2 ? 'a' : 'b')}/{n}.png", File.ReadAllBytes(file));
            return $"disk/{(n < 2 ? 'a' : 'b')}/{n}.png,{(n % 2 == 0 ? 'x' : 'y')},{(n < 2 ? "train" : "test")}";
        }).ToArray();
        set.Put("m.csv", System.Text.Encoding.UTF8.GetBytes($"path,label,split\n{string.Join('\n', lines)}\nTraining/a/0.png,x,train\nTraining/b/0.png,y,train\nTraining/a/1.png,x,test\nTraining/b/1.png,y,test\n"));
        var elsewhere = Path.Combine(_folder, "elsewhere");
        Directory.Move(disk, elsewhere);
        Directory.CreateDirectory(disk);
        var images = OnDisk();
        var asked = Of(Path.Combine(set.Root, "m.csv")) with { OnBadImage = OnBadImage.Skip };

        images.Tell(asked, TestActor);
        var failed = ExpectMsg<ImagesFailed>(cancellationToken: Cancel);
        Assert.Equal((FaultClass.FolderAbsent, disk), (failed.Fault.Class, failed.Missing));
        images.Tell(new AwaitFolder(asked), TestActor);
        Assert.Equal(disk, ExpectMsg<FolderMissing>(cancellationToken: Cancel).Path);
        Directory.Delete(disk);
        Directory.Move(elsewhere, disk);
        Assert.Equal(asked.Data, ((FolderThere)FishForMessage(m => m is FolderThere, cancellationToken: Cancel)).Folder);
        images.Tell(asked, TestActor);
        Assert.Empty(ExpectMsg<ImagesOpened>(cancellationToken: Cancel).Skipped);
    }

    [Fact]
    public void The_place_of_a_source_of_an_assembly_is_waited_for_without_its_code()
    {
        var images = OnDisk((_, _, _, _) => throw new InvalidInputException("The source found nothing."));
        var asked = Of(Directory.CreateDirectory(Path.Combine(_folder, "place")).FullName) with { Source = new SourceSpec("mine") { Plugin = new PluginRef("/lab.dll", "00") } };

        images.Tell(asked, TestActor);
        Assert.Equal(FaultClass.FolderAbsent, ExpectMsg<ImagesFailed>(cancellationToken: Cancel).Fault.Class);
        File.WriteAllText(Path.Combine(asked.Data, "a"), "");
        images.Tell(asked, TestActor);
        Assert.Equal("The source found nothing.", ExpectMsg<ImagesFailed>(cancellationToken: Cancel).Fault.Reason);
    }

    /// <summary>Whether it was told again that a folder is there, before a message of the type came.</summary>
    private List<FolderThere> FolderThereBefore<T>()
    {
        var told = new List<FolderThere>();
        FishForMessage(
            m =>
            {
                if (m is FolderThere there) told.Add(there);
                return m is T;
            },
            cancellationToken: Cancel);
        return told;
    }

    private static OpenImages Of(string data) => new(data, null, OnBadImage.Fail);

    private IActorRef OnDisk(ExportSource? export = null) => Sys.ActorOf(ImagesActor.Props(new ImagesWiring(
        new LabSettings(_folder) { Retry = new RetrySettings(5, TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(10), 0) }, new StateFolder(_folder), _metrics, TimeProvider.System) { Export = export }));

    private IActorRef Images(TimeSpan patience, Func<OpenImages, string?>? missing = null)
    {
        var settings = new LabSettings(_folder) { StepTimeout = patience, Retry = new RetrySettings(5, TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(10), 0) };
        return Sys.ActorOf(ImagesActor.Props(new ImagesWiring(settings, new StateFolder(_folder), _metrics, TimeProvider.System) { Open = Open, Missing = missing ?? (_ => null) }));
    }

    private ImagesOpened Open(OpenImages request, Action moved, CancellationToken cancel)
    {
        Interlocked.Increment(ref _opened);
        if (request.Data == "hangs") _hang.Wait(CancellationToken.None); // as a file system does
        return new ImagesOpened(request, "images.bin", ["a", "b"], []) { Facts = Samples.Images };
    }
}
