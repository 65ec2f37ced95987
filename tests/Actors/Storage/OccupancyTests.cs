using ActorGaze.Actors.Storage;

namespace ActorGaze.Tests.Actors.Storage;

/// <summary>Whether an engine may take a folder whose lock was free.</summary>
public sealed class OccupancyTests
{
    private static readonly StateFolder Folder = new("/state");
    private static readonly EngineRecord Here = new(100, "boot-1", 5_000, "here");
    private static readonly EngineRecord There = Here with { ProcessId = 77, Started = 4_000 };

    [Theory]
    // locks work, over the network, the socket answers, what is recorded, of which the number is alive since; what is said
    [InlineData(true, false, false, null, null, null)]
    [InlineData(false, true, false, null, null, null)]
    [InlineData(true, false, true, "there", 4_000L, "another engine (process 77) has this state folder, and answers at /state/engine.sock. Only one may.")]
    [InlineData(false, false, true, null, null, "another engine has this state folder, and answers at /state/engine.sock. Only one may.")]
    [InlineData(true, false, false, "there", 4_000L, null)] // the lock was free, so that it has left
    [InlineData(true, true, false, "there", 4_000L, null)]
    [InlineData(false, false, false, "there", 4_000L, "another engine (process 77) has this state folder. Only one may.")]
    [InlineData(false, false, false, "there", 4_001L, null)] // its number was given to another process
    [InlineData(false, false, false, "there", null, null)] // it is gone
    [InlineData(false, false, false, "rebooted", 4_000L, null)] // a process of before the boot
    [InlineData(false, false, false, "elsewhere", null, "an engine on the host there (process 77) has this state folder, or ended there without leaving. This machine cannot tell. If it no longer runs there, delete /state/engine.pid and start again.")]
    [InlineData(true, true, false, "elsewhere", null, "an engine on the host there (process 77)")]
    [InlineData(true, false, false, "elsewhere", null, null)] // a disk that was moved here
    [InlineData(false, false, false, "container", null, "an engine on the host there (process 77)")] // the same machine, and process numbers of its own
    [InlineData(true, false, false, "container", null, null)]
    [InlineData(false, false, false, "older", 4_000L, "another engine (process 77) has this state folder. Only one may. If process 77 is no engine, delete /state/engine.pid and start again.")]
    [InlineData(false, false, false, "older", null, null)]
    public void It_may_where_nobody_else_can_have_it(bool locksWork, bool overNetwork, bool answers, string? record, long? aliveSince, string? expected)
    {
        var recorded = record switch
        {
            null => null,
            "there" => There,
            "rebooted" => There with { Boot = "boot-0" },
            "elsewhere" => There with { Boot = "boot-9", Host = "there" },
            "container" => There with { Host = "there" },
            "older" => new EngineRecord(77, null, null, null),
            _ => throw new ArgumentOutOfRangeException(nameof(record)),
        };

        var said = Occupancy.Objection(Folder, new Sighting(locksWork, overNetwork, answers, recorded, Here, aliveSince, aliveSince is not null));

        if (expected is null) Assert.Null(said);
        else Assert.StartsWith($"/state: {expected}", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_is_read_as_it_was_written_and_an_older_version_wrote_the_number_alone()
    {
        Assert.Equal(Here, EngineRecord.Parse(Here.Text));
        Assert.StartsWith("100\n", Here.Text, StringComparison.Ordinal);
        Assert.Equal(new EngineRecord(77, null, null, null), EngineRecord.Parse("77"));
        Assert.Null(EngineRecord.Parse(""));
        Assert.Null(EngineRecord.Parse("no number"));
    }

    [Fact]
    public void This_process_is_known_by_when_it_started()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells it in /proc.");

        var here = EngineRecord.OfThisProcess();

        Assert.NotNull(here.Boot);
        Assert.NotNull(here.Started);
        Assert.Equal(here.Started, EngineRecord.StartOf(Environment.ProcessId));
        Assert.NotEqual(here.Started, EngineRecord.StartOf(1));
        Assert.True(EngineRecord.IsAlive(Environment.ProcessId));
    }
}
