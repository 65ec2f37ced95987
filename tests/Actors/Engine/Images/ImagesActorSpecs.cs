using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Engine.Images;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Store;
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

    public ImagesActorSpecs()
        : base("akka.loglevel = OFF, akka.stdout-loglevel = OFF") => _metrics = CreateTestProbe();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

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
        var images = Images(TimeSpan.FromMinutes(1), folder => folder == "/data" && Interlocked.Increment(ref looks) > 3 ? null : folder);
        var other = CreateTestProbe();

        images.Tell(new AwaitFolder("/data"), TestActor);
        images.Tell(new AwaitFolder("/data"), TestActor);
        images.Tell(new AwaitFolder("/data"), other);
        images.Tell(new AwaitFolder("/nowhere"), TestActor);

        Assert.Equal(new FolderThere("/data"), (FolderThere)FishForMessage(m => m is FolderThere, cancellationToken: Cancel));
        Assert.Equal(new FolderThere("/data"), other.FishForMessage(m => m is FolderThere, cancellationToken: Cancel));
        Assert.Equal(4, Volatile.Read(ref looks));
        images.Tell(Of("sound"), TestActor);
        Assert.Empty(FolderThereBefore<ImagesOpened>());
    }

    [Fact]
    public void A_folder_that_is_absent_or_empty_is_told_as_that_and_one_that_is_no_data_set_as_what_it_is()
    {
        var images = Sys.ActorOf(ImagesActor.Props(new ImagesWiring(new LabSettings(_folder), new StateFolder(_folder), _metrics, TimeProvider.System)));
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

        var absent = Assert.Throws<FolderAbsentException>(() => DataPlace.Open<int>(folder, () =>
        {
            Directory.Delete(folder, recursive: true);
            throw new InvalidInputException("There is no image a.");
        }));

        Assert.Equal($"There is no data folder {folder}.", absent.Message);
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

    private IActorRef Images(TimeSpan patience, Func<string, string?>? missing = null)
    {
        var settings = new LabSettings(_folder) { StepTimeout = patience, Retry = new RetrySettings(5, TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(10), 0) };
        return Sys.ActorOf(ImagesActor.Props(new ImagesWiring(settings, new StateFolder(_folder), _metrics, TimeProvider.System) { Open = Open, Missing = missing ?? (_ => null) }));
    }

    private ImagesOpened Open(OpenImages request, Action moved, CancellationToken cancel)
    {
        if (request.Data == "hangs") _hang.Wait(CancellationToken.None); // as a file system does
        return new ImagesOpened(request, "images.bin", ["a", "b"], []) { Facts = Samples.Images };
    }
}
