using ActorGaze.Actors.Storage;
using ActorGaze.Tests.Actors;
using ActorGaze.Tui.Client;

namespace ActorGaze.Tests.Tui.Client;

public sealed class StartingEngineTests : IDisposable
{
    private readonly StateFolder _folder = new(Directory.CreateTempSubdirectory("starting-").FullName);
    private readonly ManualClock _clock = new();

    public void Dispose() => Directory.Delete(_folder.Root, recursive: true);

    [Fact]
    public void Where_no_process_has_the_folder_nothing_is_waited_for() => Assert.True(Waiting().IsCompletedSuccessfully);

    [Fact]
    public async Task While_a_process_has_the_folder_it_waits_for_the_socket()
    {
        using var held = EngineLock.Take(_folder);
        var waiting = Waiting();
        await Tick(TimeSpan.FromSeconds(5));
        Assert.False(waiting.IsCompleted);

        await File.WriteAllTextAsync(_folder.Socket, "", Deadline.Token);
        while (!waiting.IsCompleted) await Tick(TimeSpan.FromMilliseconds(50));

        Assert.True(waiting.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task It_does_not_wait_for_ever()
    {
        using var held = EngineLock.Take(_folder);
        var (waiting, waited) = (Waiting(), TimeSpan.Zero);

        for (; !waiting.IsCompleted; waited += TimeSpan.FromSeconds(1)) await Tick(TimeSpan.FromSeconds(1));

        await waiting;
        Assert.InRange(waited.TotalSeconds, 10, 60); // of the made-up clock: looks may come late
    }

    private Task Waiting() => StartingEngine.UntilItListensAsync(_folder.Root, _clock, Deadline.Token);

    private async Task Tick(TimeSpan by)
    {
        await _clock.Advance(by);
        Deadline.Token.ThrowIfCancellationRequested();
    }
}
